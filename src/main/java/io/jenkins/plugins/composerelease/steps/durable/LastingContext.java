package io.jenkins.plugins.composerelease.steps.durable;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * A step's context for what goes on after it: {@code timeout} and an impatient user end a step by force, and then Pipeline
 * saves nothing and finds nothing for it any more, while its command still has to end and its clean-up to run.
 */
final class LastingContext {
    private static final Logger LOGGER = Logger.getLogger(LastingContext.class.getName());
    private static final int RETRY_SECONDS = 10;
    private final StepContext context;
    private volatile FlowExecution flow;
    private Launcher launcher;
    private EnvVars environment;

    LastingContext(StepContext context) {
        this.context = context;
        flow = latest(FlowExecution.class, null);
    }

    /** Saves the step's state. Then, or when the build is over, the work goes on, on a pool thread. */
    void save(Runnable work) {
        AtomicBoolean begun = new AtomicBoolean();
        Runnable once = () -> {
            if (begun.compareAndSet(false, true)) {
                work.run();
            }
        };
        if (isOver()) {
            Computer.threadPoolForRemoting.execute(once);
            return;
        }
        try {
            context.saveState().addListener(once, Computer.threadPoolForRemoting);
            goOnWhenOver(begun, once);
        } catch (RuntimeException e) { // it ended meanwhile
            LOGGER.log(Level.FINE, e, () -> "The state of " + context + " was not saved.");
            Computer.threadPoolForRemoting.execute(once);
        }
    }

    /** Pipeline forgets what is to be saved when a build ends right then. */
    private void goOnWhenOver(AtomicBoolean begun, Runnable once) {
        Timer.get()
                .schedule(
                        () -> {
                            if (begun.get()) {
                                return;
                            }
                            if (isOver()) {
                                Computer.threadPoolForRemoting.execute(once);
                            } else {
                                goOnWhenOver(begun, once);
                            }
                        },
                        RETRY_SECONDS,
                        TimeUnit.SECONDS);
    }

    private boolean isOver() {
        return flow != null && flow.isComplete();
    }

    /** The build's log; nowhere when the build is over. */
    TaskListener listener() {
        TaskListener listener = latest(TaskListener.class, TaskListener.NULL);
        return listener == null ? TaskListener.NULL : listener;
    }

    Launcher launcher(FilePath workspace) throws IOException, InterruptedException {
        launcher = latest(Launcher.class, launcher);
        return launcher == null ? workspace.createLauncher(TaskListener.NULL) : launcher;
    }

    /** A copy. */
    EnvVars environment(FilePath workspace) throws IOException, InterruptedException {
        environment = latest(EnvVars.class, environment);
        if (environment != null) {
            return new EnvVars(environment);
        }
        Computer computer = workspace.toComputer();
        return computer == null ? new EnvVars() : new EnvVars(computer.getEnvironment());
    }

    private <T> T latest(Class<T> type, T last) {
        if (isOver()) {
            return last;
        }
        try {
            T now = context.get(type);
            return now == null ? last : now;
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> context + " has no " + type.getSimpleName() + " any more.");
            return last;
        }
    }
}
