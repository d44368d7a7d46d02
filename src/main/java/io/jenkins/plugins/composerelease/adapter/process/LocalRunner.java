package io.jenkins.plugins.composerelease.adapter.process;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Runs commands as processes of this machine, with this process's environment but for the secrets in it. */
public final class LocalRunner implements Host {
    /** Bytes kept of each stream of a command that runs to its end; of more, the last ones. */
    static final int CAPTURED = 32 * 1024 * 1024;

    private static final String SECRET_VARIABLES = "COMPOSE_RELEASE_SECRET_";
    private static final int CAPTURED_OF_STREAM = 1024 * 1024;
    private static final Map<String, String> PACKAGES = Map.of(
            "docker", "Install the Docker command line with the Compose v2 plugin",
            "ssh", "Install the OpenSSH client",
            "git", "Install Git");

    private final Map<String, String> environment;

    public LocalRunner() {
        this(Map.of());
    }

    /**
     * @param environment added to every command, for example {@code DOCKER_HOST}; a command's own comes after it
     */
    public LocalRunner(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public String place() {
        return "this machine";
    }

    @Override
    public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
        LocalProcess process = launch(command, listener, CAPTURED);
        command.stdin().ifPresentOrElse(input -> process.feed(input, true), process::closeInput);
        Optional<CommandResult> result;
        try {
            result = process.await(deadline);
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
        if (result.isPresent()) {
            return result.get();
        }
        boolean interrupted = Thread.interrupted(); // cleared, so that the process gets its grace time
        process.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        throw stopped(command, deadline, interrupted, Text.tail(process.printedSoFar(), 10));
    }

    @Override
    public RunningCommand start(Command command, OutputListener listener) {
        LocalProcess process = launch(command, listener, CAPTURED_OF_STREAM);
        command.stdin().ifPresent(input -> process.feed(input, false));
        return process;
    }

    /** The address itself: this machine's network is its own. */
    @Override
    public Forward forward(String address, int port, Deadline deadline) {
        return new Direct(address, port);
    }

    /** Nothing stays open between commands. */
    @Override
    public void close() {}

    /**
     * Takes out the variables by which this process was given secrets ({@code base64:} references): a child gets a secret
     * only where it needs that one.
     */
    public static void removeSecrets(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith(SECRET_VARIABLES));
    }

    private LocalProcess launch(Command command, OutputListener listener, int captured) {
        ProcessBuilder builder = new ProcessBuilder(NativeText.arguments(command));
        removeSecrets(builder.environment());
        NativeText.apply(builder.environment(), environment, command);
        command.directory().ifPresent(directory -> builder.directory(new File(directory)));
        try {
            return new LocalProcess(builder.start(), listener, captured);
        } catch (IOException e) {
            throw notStarted(command, e);
        }
    }

    private CommandFailedException notStarted(Command command, IOException e) {
        String program = command.argv().get(0);
        String tried = "Could not " + command.purpose() + " on " + place() + ": ";
        Optional<String> missing = command.directory().filter(path -> !new File(path).isDirectory());
        if (missing.isPresent()) {
            String message = tried + "there is no directory '" + missing.get() + "' to run '" + program + "' in.";
            return new CommandFailedException(ExitCode.FAILED, message, "Check the path.", -1, "", e);
        }
        boolean absent = String.valueOf(e.getMessage()).contains("error=2,");
        String message = tried + "'" + program + "' "
                + (absent ? "is not installed or not on the PATH." : "did not start: " + e.getMessage() + ".");
        String advice = PACKAGES.getOrDefault(program, "Install '" + program + "' or correct the PATH") + ".";
        return new CommandFailedException(ExitCode.FAILED, message, absent ? advice : "", -1, "", e);
    }

    private CommandFailedException stopped(Command command, Deadline deadline, boolean interrupted, String tail) {
        String message = "Could not " + command.purpose() + " on " + place() + ": '"
                + command.argv().get(0) + "' was stopped "
                + (interrupted ? "by an interrupt" : "as it had not ended after " + Text.elapsed(deadline.elapsed()))
                + (tail.isBlank() ? "." : ":\n" + tail.indent(2).stripTrailing());
        ExitCode code = interrupted ? ExitCode.FAILED : ExitCode.TIMED_OUT;
        String advice = interrupted ? "" : "Raise the timeout if it needs longer.";
        return new CommandFailedException(code, message, advice, -1, tail, null);
    }

    private record Direct(String address, int port) implements Forward {
        @Override
        public void close() {}
    }
}
