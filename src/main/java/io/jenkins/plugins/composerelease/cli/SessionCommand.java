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
abstract class SessionCommand implements Callable<Integer> {
    static final String FAULT = "This is a fault of compose-release; --verbose shows where.";

    @ParentCommand
    private Root root;

    @Mixin
    private CommonOptions options = new CommonOptions();

    /** Does the work; returning means it succeeded. */
    abstract void run(Session session);

    /** Called when all is done and said. */
    void ended(Session session, int exitCode, Optional<RuntimeException> failure) {}

    @Override
    public final Integer call() {
        try (Session session = new Session(root.terminal(), root.parts(), options)) {
            Optional<RuntimeException> failure = failure(session);
            int exitCode = failure.map(SessionCommand::exitCode).orElse(ExitCode.OK.code());
            ended(session, exitCode, failure);
            return exitCode;
        }
    }

    static int exitCode(RuntimeException e) {
        return e instanceof ReleaseException known ? known.exitCode() : ExitCode.FAILED.code();
    }

    static String message(RuntimeException e) {
        return e instanceof ReleaseException ? e.getMessage() : "something unexpected happened: " + e;
    }

    private Optional<RuntimeException> failure(Session session) {
        try {
            run(session);
            return Optional.empty();
        } catch (ReleaseException e) {
            report(session, e);
            return Optional.of(e);
        } catch (RuntimeException e) {
            unexpected(session.console(), e);
            return Optional.of(e);
        }
    }

    private void report(Session session, ReleaseException e) {
        Console console = session.console();
        Optional<String> evidence = EvidenceText.of(e, session.known().masker()::mask);
        boolean quoted = e instanceof CommandFailedException || e.getCause() instanceof CommandFailedException;
        if (evidence.isEmpty() && !quoted) { // the message of a failed command ends with what it printed last
            console.showTail();
        }
        evidence.filter(text -> !options.verbose()).ifPresent(console::say);
        console.error(message(e));
        for (Throwable suppressed : e.getSuppressed()) {
            console.say("  and then: " + suppressed.getMessage());
        }
    }

    private void unexpected(Console console, RuntimeException e) {
        console.showTail();
        console.error(message(e));
        console.say(options.verbose() ? trace(e) : FAULT);
    }

    private static String trace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
