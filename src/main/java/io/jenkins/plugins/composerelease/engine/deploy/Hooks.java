package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Plan.Action;
import io.jenkins.plugins.composerelease.engine.model.Plan.ServiceChange;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Rollout;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Services that read their configuration while they run: asked before a switch, told after it. */
final class Hooks {
    private static final Duration JUDGE = Duration.ofMinutes(2);
    private static final Duration TELL = Duration.ofSeconds(30);

    private final Host host;
    private final Target target;
    private final HostStack stack;
    private final ReleaseLog log;

    Hooks(Host host, Target target, HostStack stack, ReleaseLog log) {
        this.host = host;
        this.target = target;
        this.stack = stack;
        this.log = log;
    }

    /** Runs each {@code validate} in the new image with the new files; see {@link HostStack#validate}. */
    String validate(ReleaseRecord release) {
        Map<String, Rollout.Hook> asked = new LinkedHashMap<>(target.rollout().hooks());
        StackConfig config = asked.isEmpty() ? null : StackConfig.parse(stack.config(release), target.directory());
        asked.entrySet()
                .removeIf(hook -> hook.getValue().validate().isEmpty()
                        || !config.services().containsKey(hook.getKey()));
        if (asked.isEmpty()) {
            return "";
        }
        List<String> running = RunningStack.inspect(host, target.project()).running();
        String file = ReleasePaths.of(target).release(release.id()) + "/validate.json";
        String override = new StagedFiles(config, target, release).override(asked.keySet(), running);
        host.require(HostFiles.write(file, "600", Secret.of(override)), Deadline.in(TELL));
        ComposeProject project = stack.project(release);
        List<String> files = new ArrayList<>(project.files());
        files.add(file);
        ComposeProject staged = new ComposeProject(
                project.name(),
                project.directory(),
                files,
                project.profiles(),
                project.envFiles(),
                project.variables(),
                project.secrets());
        asked.forEach((service, hook) -> validate(new Compose(staged), service, hook.validate()));
        return asked.keySet().stream().sorted().collect(Collectors.joining(", ")) + " accepted its files";
    }

    private void validate(Compose compose, String service, List<String> argv) {
        String container =
                target.project() + "-validate-" + UUID.randomUUID().toString().substring(0, 8);
        Command run = compose.run(service, container, argv);
        try {
            CommandResult result = host.run(run, Deadline.in(JUDGE));
            if (!result.succeeded()) {
                String said = Text.tail(result.output() + result.errors(), 10);
                throw new ReleaseException(
                        ExitCode.FAILED,
                        "Service '" + service + "' refuses its new configuration on " + host.place() + ": '"
                                + String.join(" ", argv) + "' ended with exit code " + result.exitCode()
                                + ", expected 0:\n" + said.indent(2).stripTrailing(),
                        "Correct the file that it names; nothing was switched.");
            }
        } finally {
            forget(container);
        }
    }

    /** It is gone already where its command ended. */
    private void forget(String container) {
        boolean interrupted = Thread.interrupted();
        try {
            host.run(Docker.removeContainer(container), Deadline.in(TELL));
        } catch (ReleaseException e) {
            log.warn("Container '" + container + "' may be left: " + e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether these changes leave a running service to be told. */
    boolean reloadable(List<ServiceChange> changes) {
        return !told(changes).isEmpty();
    }

    /** Has those services read their files again, and look up anew where others are, whose containers stayed. */
    void reload(List<ServiceChange> changes) {
        told(changes).forEach(this::reload);
    }

    private Map<String, List<String>> told(List<ServiceChange> changes) {
        Map<String, List<String>> told = new TreeMap<>();
        if (changes.stream().anyMatch(change -> change.action() != Action.KEEP)) {
            changes.stream()
                    .filter(change -> change.action() == Action.KEEP || change.action() == Action.RELOAD)
                    .forEach(change -> add(change.service(), told));
        }
        return told;
    }

    /** The same of all services but one, which has new containers or has lost some. */
    void reloadOthers(String service) {
        Map<String, List<String>> told = new TreeMap<>();
        target.rollout().hooks().keySet().stream()
                .filter(other -> !other.equals(service))
                .forEach(other -> add(other, told));
        told.forEach(this::reload);
    }

    private void add(String service, Map<String, List<String>> told) {
        Rollout.Hook hook = target.rollout().hooks().get(service);
        if (hook != null && !hook.reload().isEmpty()) {
            told.put(service, hook.reload());
        }
    }

    private void reload(String service, List<String> argv) {
        host.require(Docker.execInAll(target.project(), service, argv), Deadline.in(TELL));
        log.progress(service + " reads its configuration again");
    }
}
