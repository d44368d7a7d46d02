package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** What all commands share: a session, and failures turned into an exit code. */
abstract class BaseCommand implements Callable<Integer> {
    @ParentCommand
    private Root root;

    @Mixin
    private CommonOptions options = new CommonOptions();

    /** Does the work; returning means it succeeded. */
    abstract void run(Session session);

    @Override
    public final Integer call() {
        try (Session session = new Session(root.terminal(), root.parts(), options)) {
            try {
                run(session);
                return ExitCode.OK.code();
            } catch (ReleaseException e) {
                report(session.console(), e);
                return e.exitCode();
            } catch (RuntimeException e) {
                return unexpected(session.console(), e);
            }
        }
    }

    private void report(Console console, ReleaseException e) {
        Optional<String> evidence = EvidenceText.of(e);
        boolean quoted = e instanceof CommandFailedException || e.getCause() instanceof CommandFailedException;
        if (evidence.isEmpty() && !quoted) { // the message of a failed command ends with what it printed last
            console.showTail();
        }
        evidence.filter(text -> !options.verbose()).ifPresent(console::say);
        console.error(e.getMessage());
        for (Throwable suppressed : e.getSuppressed()) {
            console.say("  and then: " + suppressed.getMessage());
        }
    }

    private int unexpected(Console console, RuntimeException e) {
        console.showTail();
        console.error("something unexpected happened: " + e);
        console.say(options.verbose() ? trace(e) : "This is a fault of compose-release; --verbose shows where.");
        return ExitCode.FAILED.code();
    }

    private static String trace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
