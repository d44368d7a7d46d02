package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.BackOff;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decides from Docker's words whether a command that needed a registry is run again: Docker itself repeats uploads of
 * layers, but neither a manifest nor a login.
 */
final class DockerRetry {
    static final int ATTEMPTS = 5;

    /** Also what another push at the same time takes away: a layer at the registry, the name in the engine. */
    private static final Pattern PASSING =
            Pattern.compile("toomanyrequests|too many requests|\\bstatus:? (code )?5[0-9]{2}\\b"
                    + "|\\b5[0-9]{2} (internal server error|bad gateway|service unavailable|gateway time-?out)"
                    + "|\\beof\\b|connection (was )?(reset|refused|aborted)|broken pipe|time-?out|deadline exceeded"
                    + "|request canceled|server closed|use of closed network connection|blob upload (unknown|invalid)|blob unknown"
                    + "|temporarily unavailable|try again|tag does not exist|does not exist locally with the tag");

    private static final Pattern REFUSED = Pattern.compile("\\bdenied\\b|unauthorized|authentication required"
            + "|no basic auth credentials|insufficient_scope|forbidden|incorrect username or password");

    private final ReleaseLog log;
    private final BackOff backOff;

    DockerRetry(ReleaseLog log) {
        this(log, Duration.ofSeconds(1));
    }

    /**
     * @param pause before the first repetition
     */
    DockerRetry(ReleaseLog log, Duration pause) {
        this.log = log;
        this.backOff = new BackOff(pause);
    }

    /**
     * Waits before the next try.
     *
     * @param errors what the command wrote to its standard error
     * @param attempt the one that failed, from 1
     * @throws ReleaseException the failure, if trying again is of no use: with {@link ExitCode#PUBLISH_REFUSED} if the
     *     registry said no
     */
    void pause(CommandFailedException failure, String errors, int attempt, Deadline deadline) {
        String said = lastLine(errors.isBlank() ? failure.logTail() : errors);
        String text = said.toLowerCase(Locale.ROOT);
        if (failure.commandExitCode() < 0 || !PASSING.matcher(text).find()) {
            throw REFUSED.matcher(text).find() ? refused(failure) : failure;
        }
        pause(said, failure, attempt, deadline);
    }

    /**
     * Waits before the next try of what may pass, whatever its output was.
     *
     * @param said why it could not go on
     * @param failure thrown if there is no time or no try left
     */
    void pause(String said, ReleaseException failure, int attempt, Deadline deadline) {
        Duration length = backOff.after(attempt);
        if (attempt == ATTEMPTS || length.compareTo(deadline.remaining()) >= 0) {
            throw failure;
        }
        log.progress("Docker could not go on: " + Text.printable(said) + "; trying again in " + Text.elapsed(length)
                + " (" + (attempt + 1) + " of " + ATTEMPTS + ")");
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    /** Whether the registry said no. */
    static boolean isRefusal(CommandFailedException failure) {
        String said = lastLine(failure.logTail()).toLowerCase(Locale.ROOT);
        return !PASSING.matcher(said).find() && REFUSED.matcher(said).find();
    }

    private static String lastLine(String tail) {
        return tail.lines()
                .filter(line -> !line.isBlank())
                .reduce((earlier, later) -> later)
                .orElse("")
                .strip();
    }

    private static CommandFailedException refused(CommandFailedException failure) {
        return new CommandFailedException(
                ExitCode.PUBLISH_REFUSED,
                failure.getMessage() + "\n",
                "Check the username and password of this registry, and that this user may push there.",
                failure.commandExitCode(),
                failure.logTail(),
                failure);
    }
}
