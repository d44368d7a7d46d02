package io.jenkins.plugins.composerelease.steps;

import hudson.model.Computer;
import java.util.concurrent.Future;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A step whose work on the controller is done on a pool thread, so that it holds up no Pipeline, and done again after a
 * restart in its middle: doing it twice must come to the same as doing it once.
 */
abstract class PooledExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private transient volatile Future<?> task;
    private transient volatile boolean stopped;

    PooledExecution(StepContext context) {
        super(context);
    }

    /** The work; completes the step by {@link #succeed} or by an exception. */
    abstract void work() throws Exception;

    /** How the step ends when someone stops it during the work. */
    Throwable endingWhenStopped(Throwable cause) {
        return cause;
    }

    final void submit() {
        task = Computer.threadPoolForRemoting.submit(() -> {
            try {
                work();
            } catch (Throwable failure) {
                fail(failure);
            }
        });
    }

    final boolean isStopped() {
        return stopped;
    }

    final void succeed(Object value) {
        if (!stopped) {
            getContext().onSuccess(value);
        }
    }

    final void fail(Throwable failure) {
        if (!stopped) {
            getContext().onFailure(failure);
        }
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        stopped = true;
        Future<?> running = task;
        if (running != null) {
            running.cancel(true);
        }
        getContext().onFailure(endingWhenStopped(cause));
    }
}
