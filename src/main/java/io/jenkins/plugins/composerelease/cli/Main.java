package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Entry point of the command line {@code compose-release}. */
public final class Main {
    /** A release that is stopped in its switch goes back first: pull, start and gate take their time. */
    private static final long CLEAN_UP_MILLIS = 15 * 60_000;

    private Main() {}

    public static void main(String[] args) {
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            System.out.println(Version.text()); // before anything else is loaded
            return;
        }
        Interruption interruption = Interruption.install(Thread.currentThread());
        Parts parts = new Parts() {
            @Override
            boolean stopping() {
                return interruption.isStopping();
            }
        };
        interruptOnce(parts.stop());
        int exitCode = execute(Terminal.ofProcess(), parts, args);
        if (interruption.finished()) {
            System.exit(exitCode);
        }
    }

    /** Ctrl-C once stops a release when that is safe; twice, or where there is none, everything at once. */
    private static void interruptOnce(StopWhenSafe stop) {
        InterruptSignal.handle(() -> {
            if (!stop.ask()) {
                System.exit(InterruptSignal.EXIT_CODE);
            }
        });
    }

    /** Runs one command line and returns its exit code. */
    static int execute(Terminal terminal, Parts parts, String... args) {
        CommandLine line = Commands.tree(new Root(terminal, parts), args.length == 0 ? "" : args[0]);
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(LogStream.of(terminal.err()), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true); // people and Jenkinsfiles write 'service', not 'SERVICE'
        line.setExitCodeExceptionMapper(
                e -> (e instanceof ParameterException ? ExitCode.INVALID_INPUT : ExitCode.FAILED).code());
        line.setParameterExceptionHandler(new RefusedArguments(terminal, line.getParameterExceptionHandler()));
        if (args.length == 0) {
            line.usage(line.getErr());
            return ExitCode.INVALID_INPUT.code();
        }
        return line.execute(args);
    }

    /** Ends a run that is told to stop: interrupts it and lets it clean up for a while before the process goes. */
    private static final class Interruption {
        private final Thread work;
        private boolean finished;
        private boolean stopping;

        private Interruption(Thread work) {
            this.work = work;
        }

        static Interruption install(Thread work) {
            Interruption interruption = new Interruption(work);
            Runtime.getRuntime().addShutdownHook(new Thread(interruption::stop, "stop"));
            return interruption;
        }

        /** Whether the work may end the process itself; when it was told to stop, exiting would wait for the hook. */
        synchronized boolean finished() {
            finished = true;
            return !stopping;
        }

        synchronized boolean isStopping() {
            return stopping;
        }

        private synchronized boolean beginToStop() {
            stopping = true;
            return !finished;
        }

        private void stop() {
            if (!beginToStop()) {
                return;
            }
            work.interrupt();
            try {
                work.join(CLEAN_UP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
