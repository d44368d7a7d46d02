package io.jenkins.plugins.composerelease.adapter.ssh;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import java.util.Map;

/** One run of a command over the connection: what ssh's result means. */
final class SshSession {
    private static final int SSH_FAILED = 255;
    private static final String FENCED = "fenced";

    private final SshConnection connection;
    private final Command command;
    private final String place;
    private final String run;

    SshSession(SshConnection connection, Command command, String place, String run) {
        this.connection = connection;
        this.command = command;
        this.place = place;
        this.run = run;
    }

    String run() {
        return run;
    }

    boolean isOn(SshConnection other) {
        return connection == other;
    }

    /** The local ssh command; its environment and directory are the host's, not this machine's. */
    Command ssh() {
        return connection.session(
                command.purpose(), run, RemoteScript.command(command, connection.remoteDirectory(), run));
    }

    /** Passes lines on, without the run's own message. */
    OutputListener filter(OutputListener listener) {
        if (listener == OutputListener.NONE) {
            return listener;
        }
        String marker = RemoteScript.marker(run) + " ";
        return (error, line) -> {
            int at = error ? line.indexOf(marker) : -1;
            if (at != 0) {
                listener.line(error, at < 0 ? line : line.substring(0, at));
            }
        };
    }

    /** The command's own result, or why there is none. */
    CommandResult result(CommandResult ssh) {
        if (ssh.exitCode() != SSH_FAILED && ssh.exitCode() != RemoteScript.FENCED) {
            return ssh;
        }
        Map.Entry<String, String> said = RemoteScript.split(ssh.errors(), run);
        if (ssh.exitCode() == RemoteScript.FENCED) {
            if (said.getValue().startsWith(FENCED)) {
                throw fenced(said.getValue().substring(FENCED.length()).strip());
            }
            return ssh;
        }
        return switch (said.getValue()) {
            case "exited" -> new CommandResult(SSH_FAILED, ssh.output(), said.getKey(), ssh.elapsed());
            case "directory" ->
                throw failed(
                        "there is no directory '" + command.directory().orElse("") + "' to run '" + program() + "' in.",
                        "Check the path.");
            case "program" ->
                throw failed("'" + program() + "' is not installed or not on the PATH.", "Install it on the host.");
            case "stopped" -> throw failed("it was not started, as the connection was being closed.", "");
            default -> throw lost(ssh.errors());
        };
    }

    CommandFailedException closed() {
        return failed(
                "it was not started, as the SSH connection had ended before" + reason(connection.lastWords()), "");
    }

    CommandFailedException busy(int limit) {
        return new CommandFailedException(
                ExitCode.TIMED_OUT,
                tried() + "it was not started, as " + limit + " other commands kept running there.",
                "",
                -1,
                "",
                null);
    }

    CommandFailedException interrupted() {
        return failed("it was not started, as an interrupt came first.", "");
    }

    /**
     * @param gone whether the host confirmed that nothing of it runs any more
     */
    CommandFailedException stopped(CommandFailedException cause, boolean gone, String elapsed) {
        boolean late = cause.exitCode() == ExitCode.TIMED_OUT.code();
        String tail = cause.logTail();
        String message = tried() + "'" + program() + "' was stopped "
                + (late ? "as it had not ended after " + elapsed : "by an interrupt")
                + (gone ? "" : "; whether it still runs on the host is not known")
                + (tail.isBlank() ? "." : ":\n" + tail.indent(2).stripTrailing());
        ExitCode code = late ? ExitCode.TIMED_OUT : ExitCode.FAILED;
        return new CommandFailedException(
                code, message, late ? "Raise the timeout if it needs longer." : "", -1, tail, null);
    }

    private CommandFailedException fenced(String owner) {
        String who = owner.isEmpty() ? "another owner" : "'" + Text.printable(owner) + "'";
        return new CommandFailedException(
                ExitCode.NEEDS_ATTENTION,
                tried() + "it was not started, as " + who + " took over the lock of this target.",
                "See 'status' for what the target runs, then release again.",
                -1,
                "",
                null);
    }

    private CommandFailedException lost(String errors) {
        if (errors.contains("Session open refused by peer")) {
            return failed(
                    "it was not started, as the host's sshd refused one more session on the connection.",
                    "Raise MaxSessions in its sshd_config to 10, its default, or more.");
        }
        String words = connection.lastWords();
        String what = connection.isAlive()
                ? "it ended without an exit code: its shell on the host was killed"
                : "the SSH connection was lost while it ran: its outcome on the host is unknown";
        return failed(what + reason(words), "Look at the host's state before you run it again.");
    }

    private CommandFailedException failed(String what, String advice) {
        return new CommandFailedException(ExitCode.FAILED, tried() + what, advice, -1, "", null);
    }

    private String tried() {
        return "Could not " + command.purpose() + " on '" + place + "': ";
    }

    private String program() {
        return Text.printable(command.argv().get(0));
    }

    private static String reason(String words) {
        return words.isEmpty() ? "." : " (" + Text.printable(Text.tail(words, 1)) + ").";
    }
}
