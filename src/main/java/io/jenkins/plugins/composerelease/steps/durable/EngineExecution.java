package io.jenkins.plugins.composerelease.steps.durable;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.composerelease.ui.ReleaseAction;
import java.io.IOException;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.FilePathUtils;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A step that runs one command of the engine on the agent. It holds no thread while the command runs, and goes on after a
 * restart of the controller or the agent's connection. When the step is stopped, the command gets time to clean up.
 */
public abstract class EngineExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(EngineExecution.class.getName());

    /** Commands that change a target: they go back first when they are stopped, which the engine gives 15 minutes. */
    private static final Set<String> CHANGE_TARGETS = Set.of("deploy", "rollback", "restore");

    private static final long GRACE_OF_CHANGES_SECONDS = 16 * 60;
    /** Tests do not wait that long. */
    static long graceSeconds = 2 * 60;

    private volatile EngineProcess process;
    private String entry = "";
    private volatile String interrupted = "";
    private Object value;
    private volatile Throwable failure;
    private transient volatile Throwable cause;
    private transient LastingContext lasting;

    protected EngineExecution(StepContext context) {
        super(context);
    }

    /** The command. On a pool thread, right before the launch; may look up credentials, run, environment. */
    protected abstract EngineCall call() throws Exception;

    /** Title of the entry on the Release page, such as {@code Deploy to production}; empty for none. */
    protected String title() {
        return "";
    }

    /** Name of the target, for the entry on the Release page; empty for none. */
    protected String target() {
        return "";
    }

    /** The step's value. */
    protected Object value(EngineResult result) throws Exception {
        return null;
    }

    /** The command did not succeed: throws what the step fails with. */
    protected void failed(EngineResult result) throws Exception {
        throw new AbortException(result.message());
    }

    /** Something that the command tells while it runs. It is not on the Pipeline's thread and must not wait for long. */
    protected void event(JsonNode event) throws Exception {}

    /**
     * The command that removes what {@link #call} started, once that is not needed; null when there is nothing. On a pool
     * thread. Its failure never hides another one.
     */
    protected EngineCall cleanUp(boolean succeeded) throws Exception {
        return null;
    }

    /**
     * The clean-up has ended, well or not. On a pool thread. What it throws is only told in the log.
     *
     * @param succeeded as for {@link #cleanUp}
     */
    protected void cleanedUp(boolean succeeded) throws Exception {}

    /** For files of the running command on the agent; goes away some time after it. Null while the agent is offline. */
    protected final FilePath directory() {
        try {
            return process.place().directory();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> process + " has no directory.");
            return null;
        }
    }

    @Override
    public boolean start() throws Exception {
        FilePath workspace = getContext().get(FilePath.class);
        DurabilityWarning.print(getContext());
        process = new EngineProcess(
                this, new RunPlace(FilePathUtils.getNodeName(workspace), workspace.getRemote()), false);
        process.start();
        return false;
    }

    @Override
    public void onResume() {
        if (process != null) {
            process.resume();
        }
    }

    @Override
    public void stop(Throwable why) throws Exception {
        if (cause == null) {
            cause = why;
            interrupted = (why instanceof FlowInterruptedException stop ? stop.getResult() : Result.ABORTED).toString();
        }
        if (process.cleaning()) {
            failure = failure == null ? why : failure;
            say("What was started is being removed first.");
            return;
        }
        if (StopFile.CAN_WAIT.contains(process.command()) && StopFile.isByNewerBuild(why)) {
            say("A newer build takes this one's place. '" + process.command()
                    + "' stops at once where nothing was changed" + " yet, and goes on to its end otherwise.");
            new StopFile(process).write();
            lasting().save(() -> {});
            return;
        }
        boolean changes = CHANGE_TARGETS.contains(process.command());
        say("Stopping '" + process.command() + "'. It cleans up first, for at most " + (changes ? "16" : "2")
                + " minutes.");
        process.stop(changes ? GRACE_OF_CHANGES_SECONDS : graceSeconds);
        lasting().save(() -> {}); // a controller that is killed now must not forget that the build was stopped
    }

    @Override
    public String getStatus() {
        return process == null ? "starting" : "running " + process;
    }

    /** The command worked: the step ends, unless a subclass does more. */
    void succeeded(EngineResult result) throws Exception {
        deliver(value(result), null);
    }

    /** Runs the clean-up, and ends the step then. */
    final void conclude(Object newValue, Throwable newFailure) {
        value = newValue;
        failure = newFailure;
        process = new EngineProcess(this, process.place().another(), true);
        process.start();
    }

    /** Why the step has to end, or null. */
    final Throwable interruption() {
        if (cause == null && !interrupted.isEmpty()) {
            cause = new FlowInterruptedException(Result.fromString(interrupted), true);
        }
        return cause;
    }

    /** What the step fails with, however the command ended; or null. */
    Throwable firstFailure() {
        return interruption();
    }

    final EngineProcess process() {
        return process;
    }

    EngineCall callOf(EngineProcess which) throws Exception {
        if (which.cleaning()) {
            return cleanUp(failure == null);
        }
        EngineCall call = call();
        if (StopFile.CAN_WAIT.contains(call.command())) {
            call.with("--stop-file", new StopFile(which).path());
        }
        if (!title().isEmpty() && entry.isEmpty()) {
            entry = page().begin(title(), target());
        }
        return call;
    }

    /** A process has ended. On a pool thread. */
    void ended(EngineProcess which, EngineResult result) {
        if (which.cleaning()) {
            afterCleanUp();
            cleaned(result.succeeded() ? null : new AbortException(result.message()));
            return;
        }
        try {
            if (!entry.isEmpty()) {
                page().end(entry, result.json().toString());
            }
            Throwable first = firstFailure();
            if (first == null) {
                if (!result.succeeded()) {
                    failed(result);
                }
                succeeded(result);
            } else {
                conclude(null, first);
            }
        } catch (Exception | LinkageError | StackOverflowError e) { // or the step would wait for ever
            conclude(null, e);
        }
    }

    /** A process could not be started. */
    final void broken(EngineProcess which, Throwable problem) {
        Throwable first = interruption() == null ? problem : interruption();
        if (!which.cleaning()) {
            tellPage(which, first);
        }
        if (which.cleaning()) {
            cleaned(problem);
        } else if (which.launched()) {
            conclude(null, first);
        } else {
            deliver(null, first);
        }
    }

    private void tellPage(EngineProcess which, Throwable problem) {
        try {
            if (!entry.isEmpty()) {
                int exitCode = interruption() == null ? EngineResult.UNKNOWN : EngineResult.STOPPED;
                EngineResult result = EngineResult.of(which.command(), exitCode, problem.getMessage());
                page().end(entry, result.json().toString());
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "The Release page was not told how " + which + " ended.");
        }
    }

    private void afterCleanUp() {
        try {
            cleanedUp(failure == null);
        } catch (Exception | LinkageError e) { // or the step would wait for ever
            LOGGER.log(Level.WARNING, e, () -> "What was left to do after " + process + " failed.");
            say("What was left to do after the clean-up failed: " + e.getMessage());
        }
    }

    private void cleaned(Throwable problem) {
        if (problem != null && failure != null) {
            say("The clean-up failed, too: " + problem.getMessage());
        }
        deliver(value, failure == null ? problem : failure);
    }

    final void deliver(Object result, Throwable problem) {
        if (problem == null) {
            getContext().onSuccess(result);
        } else {
            getContext().onFailure(problem);
        }
    }

    void tell(JsonNode event) {
        try {
            if (!entry.isEmpty()) {
                page().event(entry, event.toString());
            }
            event(event);
        } catch (Exception e) {
            LOGGER.log(Level.WARNING, e, () -> "An event of " + process + " was not understood.");
        }
    }

    protected final void say(String line) {
        lasting().listener().getLogger().println(line);
    }

    /** The context for what outlives the step. */
    final synchronized LastingContext lasting() {
        if (lasting == null) {
            lasting = new LastingContext(getContext());
        }
        return lasting;
    }

    private ReleaseAction page() throws IOException, InterruptedException {
        return ReleaseAction.of(getContext().get(Run.class));
    }
}
