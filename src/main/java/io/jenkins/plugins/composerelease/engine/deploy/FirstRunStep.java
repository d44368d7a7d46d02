package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.FirstRun;
import io.jenkins.plugins.composerelease.engine.model.Plan.Check;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs a command once in a target's life, after the first migration. The target remembers that it began, and that it
 * ended well: of one that began and did not end nobody knows what it did, so a person says.
 */
final class FirstRunStep {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final String DONE = "done";
    private static final String BEGUN = "begun";

    private final Target target;
    private final CommandRunner host;
    private final ReleaseLog log;
    private final String memory;

    FirstRunStep(Target target, CommandRunner host, ReleaseLog log) {
        this.target = target;
        this.host = host;
        this.log = log;
        this.memory = ReleasePaths.of(target).home() + "/once/"
                + target.firstRun().map(FirstRun::name).orElse("");
    }

    /** What a plan says of it; empty where the target has none. Read-only. */
    Optional<Check> check() {
        return target.firstRun().map(once -> {
            String state = state();
            boolean open = state.startsWith(BEGUN);
            String detail = state.isEmpty()
                    ? "'" + once.name() + "' will run in the new image of '" + once.service() + "': "
                            + Text.printable(String.join(" ", once.command()))
                    : "'" + once.name() + "': " + state;
            return new Check("first run", !open, detail, open ? remedy() : "");
        });
    }

    /**
     * @param release whose files and images are on the host
     * @return one line on what was done
     */
    String run(FirstRun once, ReleaseRecord release, HostStack stack, Duration timeout) {
        String state = state();
        if (state.startsWith(DONE)) {
            return "";
        }
        if (!state.isEmpty()) {
            throw failed(once, "it is " + state + ", and did not come to its end", remedy(), null);
        }
        remember(BEGUN + " by release " + release.id());
        String container =
                target.project() + "-once-" + UUID.randomUUID().toString().substring(0, 8);
        Command command = new Compose(stack.project(release))
                .run(once.service(), container, once.command())
                .withStdin(once.stdin().orElse(Secret.of("")))
                .lasting("first-run-" + once.name());
        CommandResult result;
        try {
            result = host.run(command, Deadline.in(timeout), (error, line) -> log.output(once.service(), line));
        } catch (CommandFailedException e) {
            remove(container, e);
            throw failed(once, e.getMessage(), remedy(), e);
        }
        if (!result.succeeded()) {
            host.require(
                    HostFiles.remove(ReleasePaths.of(target).home() + "/once", List.of(once.name())),
                    Deadline.in(TIME));
            String tail = Text.tail(result.errors().isBlank() ? result.output() : result.errors(), 10);
            throw failed(
                    once,
                    "exit code " + result.exitCode() + ", expected 0"
                            + (tail.isBlank() ? "." : ":\n" + tail.indent(2).stripTrailing()),
                    "Correct it and release again: it runs again then.",
                    null);
        }
        remember(DONE + " by release " + release.id());
        return "first run '" + once.name() + "' done";
    }

    private String state() {
        return host.require(HostFiles.read(memory), Deadline.in(TIME)).output().strip();
    }

    private void remember(String state) {
        host.require(HostFiles.write(memory, "600", Secret.of(state + "\n")), Deadline.in(TIME));
    }

    /** Compose may be gone before its container is. */
    private void remove(String container, CommandFailedException why) {
        try {
            host.run(Docker.removeContainer(container), Deadline.in(TIME));
        } catch (ReleaseException e) {
            why.addSuppressed(e);
        }
    }

    private String remedy() {
        return "Look at what it did. On the host, remove '" + memory + "' to have it run again, or write '" + DONE
                + "' into it.";
    }

    private ReleaseException failed(FirstRun once, String what, String advice, Exception cause) {
        return new ReleaseException(
                ExitCode.MIGRATION_FAILED,
                "First run '" + once.name() + "' ('" + Text.printable(String.join(" ", once.command()))
                        + "' in the new image of service '" + once.service() + "' on '" + host.place()
                        + "') failed: " + what,
                advice,
                cause);
    }
}
