package io.jenkins.plugins.composerelease.steps.durable;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.CauseOfInterruption;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/**
 * A step whose command runs while its body does: the body starts at the command's event {@code ready}, and how it ended goes
 * to the command by a file ({@code --verdict}, which is added to the call). When the command ends first, the body is stopped.
 */
public abstract class EngineHeldExecution extends EngineExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(EngineHeldExecution.class.getName());
    private static final int SAVE_SECONDS = 60;
    private static final int REMOTE_SECONDS = 60;
    private static final int RETRY_SECONDS = 2;
    private static final int DETAIL_LENGTH = 1000;
    private static final String VERDICT = "verdict";

    private boolean started;
    private BodyExecution running;
    private boolean bodyEnded;
    private Object bodyValue;
    private Throwable bodyFailure;
    private String early;

    protected EngineHeldExecution(StepContext context) {
        super(context);
    }

    /** Prepares the body: its environment and log filters. */
    protected BodyInvoker body(BodyInvoker invoker) throws Exception {
        return invoker;
    }

    @Override
    final EngineCall callOf(EngineProcess which) throws Exception {
        EngineCall call = super.callOf(which);
        return which.cleaning()
                ? call
                : call.with(
                        "--verdict", which.place().directory().child(VERDICT).getRemote());
    }

    @Override
    final void tell(JsonNode event) {
        super.tell(event);
        if (event.path("type").asText().equals("ready")) {
            startBody();
        }
    }

    /** Returns when that is saved: until then the agent would tell the event again to a restarted controller. */
    private void startBody() {
        synchronized (this) {
            if (started || interruption() != null) {
                return; // told before, or stopped while it waited for its turn
            }
            started = true;
        }
        try {
            BodyInvoker invoker = body(getContext().newBodyInvoker()).withCallback(new Callback(this));
            synchronized (this) {
                running = bodyEnded ? null : invoker.start();
            }
        } catch (Exception e) {
            LOGGER.log(Level.FINE, e, () -> "The body of " + process() + " did not start.");
            bodyEnded(null, e);
            return;
        }
        try {
            getContext().saveState().get(SAVE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) { // the body runs all the same
            LOGGER.log(Level.WARNING, e, () -> "That the body of " + process() + " started could not be saved yet.");
        }
    }

    private void bodyEnded(Object value, Throwable failure) {
        EngineResult ended;
        synchronized (this) {
            if (bodyEnded) {
                return;
            }
            bodyEnded = true;
            running = null;
            bodyValue = value;
            bodyFailure = failure;
            ended = early == null ? null : EngineResult.read(early);
        }
        if (ended == null) {
            getContext().saveState().addListener(this::giveVerdict, Computer.threadPoolForRemoting);
        } else {
            super.ended(process(), ended);
        }
    }

    /** The command looks for the file; while the agent is offline it waits. */
    private void giveVerdict() {
        if (process().isDone()) {
            return;
        }
        try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
            FilePath directory = process().place().directory();
            if (directory != null) {
                FilePath written = directory.child(VERDICT + ".new");
                written.write(verdict(), "UTF-8");
                written.renameTo(directory.child(VERDICT));
                return;
            }
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, e, () -> "The verdict on " + process() + " could not be written yet.");
        }
        Timer.get()
                .schedule(
                        () -> Computer.threadPoolForRemoting.execute(this::giveVerdict),
                        RETRY_SECONDS,
                        TimeUnit.SECONDS);
    }

    private String verdict() {
        if (bodyFailure == null) {
            return "passed\n";
        }
        String detail = bodyFailure instanceof FlowInterruptedException stop ? reason(stop) : bodyFailure.getMessage();
        detail = Objects.toString(detail, bodyFailure.getClass().getName());
        return "failed\n" + detail.substring(0, Math.min(detail.length(), DETAIL_LENGTH)) + "\n";
    }

    /** Such an exception has no message; whoever interrupts may say why, or not. */
    private static String reason(FlowInterruptedException stop) {
        String causes = stop.getCauses().stream()
                .map(CauseOfInterruption::getShortDescription)
                .collect(Collectors.joining(", "));
        return causes.isEmpty() ? stop.getResult().toString().toLowerCase(Locale.ROOT) : causes;
    }

    @Override
    final void ended(EngineProcess which, EngineResult result) {
        BodyExecution body;
        synchronized (this) {
            body = running;
            if (body != null) {
                early = result.json().toString();
            }
        }
        if (body == null) {
            super.ended(which, result);
        } else {
            body.cancel(new AbortException("'" + which.command() + "' ended before its body did. " + result.message()));
        }
    }

    @Override
    final Throwable firstFailure() {
        return bodyFailure == null ? super.firstFailure() : bodyFailure;
    }

    @Override
    final void succeeded(EngineResult result) {
        boolean complete;
        Object value;
        synchronized (this) {
            complete = bodyEnded;
            value = bodyValue;
        }
        if (complete) {
            deliver(value, null);
        } else {
            conclude(
                    null,
                    new AbortException(
                            "'" + result.json().path("command").asText() + "' ended before its body began."));
        }
    }

    @Override
    public void stop(Throwable why) throws Exception {
        BodyExecution body;
        synchronized (this) {
            body = running;
        }
        if (body == null) {
            super.stop(why);
        } else {
            body.cancel(why);
        }
    }

    @Override
    public void onResume() {
        boolean complete;
        boolean over;
        synchronized (this) {
            complete = bodyEnded;
            over = early != null && !bodyEnded;
        }
        if (over) {
            return; // the command has ended and is known: only its body is still being stopped
        }
        super.onResume();
        if (complete && !process().cleaning()) {
            Computer.threadPoolForRemoting.execute(this::giveVerdict);
        }
    }

    private static final class Callback extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;
        private final EngineHeldExecution step;

        private Callback(EngineHeldExecution step) {
            this.step = step;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            step.bodyEnded(result, null);
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            step.bodyEnded(null, failure);
        }
    }
}
