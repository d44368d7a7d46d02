package io.jenkins.plugins.composerelease.steps.durable;

import hudson.FilePath;
import hudson.model.Computer;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/** The file by which a command is asked to stop when that is safe. While the agent is offline it waits. */
final class StopFile {
    private static final Logger LOGGER = Logger.getLogger(StopFile.class.getName());
    private static final int REMOTE_SECONDS = 60;
    private static final int RETRY_SECONDS = 2;
    private static final String NAME = "stop-when-safe";

    /** Commands that take the option. */
    static final Set<String> CAN_WAIT = Set.of("deploy");

    private final EngineProcess process;

    StopFile(EngineProcess process) {
        this.process = process;
    }

    /**
     * Whether a newer build is the cause: of a milestone, of a stage's concurrency, or of a job that runs one build at a time and
     * ends the one before. They are classes of plugins that need not be there.
     */
    static boolean isByNewerBuild(Throwable why) {
        return why instanceof FlowInterruptedException stop
                && !stop.getCauses().isEmpty()
                && stop.getCauses().stream()
                        .allMatch(cause -> cause.getClass().getSimpleName().matches("Cancell?edCause"));
    }

    String path() throws IOException {
        return process.place().directory().child(NAME).getRemote();
    }

    void write() {
        Computer.threadPoolForRemoting.execute(this::tryToWrite);
    }

    private void tryToWrite() {
        if (process.isDone()) {
            return;
        }
        try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
            FilePath directory = process.place().directory();
            if (directory != null) {
                directory.child(NAME).write("", "UTF-8");
                return;
            }
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, e, () -> process + " could not be asked to stop yet.");
        }
        Timer.get()
                .schedule(
                        () -> Computer.threadPoolForRemoting.execute(this::tryToWrite),
                        RETRY_SECONDS,
                        TimeUnit.SECONDS);
    }
}
