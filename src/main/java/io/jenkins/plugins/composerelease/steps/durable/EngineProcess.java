package io.jenkins.plugins.composerelease.steps.durable;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.durabletask.Controller;

/**
 * One command of the engine as a process of the agent that outlives its connection and the controller. It is saved before it
 * is launched and again after, so that it never runs twice. Nothing here blocks a thread while the process runs.
 */
final class EngineProcess implements ProcessListener, Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(EngineProcess.class.getName());
    private static final long OFFLINE_MINUTES = 5;
    /** For a command of which it is not known what it does: enough to go back on a target. */
    private static final long BLIND_GRACE_SECONDS = 16 * 60;

    private final EngineExecution step;
    private final boolean cleaning;
    private final RunPlace place;
    private volatile String command = "command";
    private volatile Controller controller;
    private volatile long killAt;

    /** Bytes of the log that were read without durable-task's help. */
    private volatile long logOffset;

    private transient volatile boolean done;
    private transient volatile boolean launching;
    private transient volatile boolean launched;
    private transient volatile long heardAt;
    private transient volatile LogSplitter log;
    private transient long offlineSince;
    private transient ProcessWatch watch;
    private transient ProcessLaunch launch;

    /**
     * @param cleaning whether this is the step's clean-up
     */
    EngineProcess(EngineExecution step, RunPlace place, boolean cleaning) {
        this.step = step;
        this.place = place;
        this.cleaning = cleaning;
    }

    /** Launches when the state is saved. */
    void start() {
        launching = true;
        step.lasting().save(this::launch);
    }

    /** Goes on after a restart of the controller. */
    void resume() {
        watch().begin(true);
    }

    /** The controller went down between saving and launching. */
    void launchAfterAll() {
        launching = true;
        Computer.threadPoolForRemoting.execute(this::launch);
    }

    /** Tells the process to stop, and ends it hard after the grace time. */
    void stop(long graceSeconds) {
        synchronized (this) {
            if (killAt != 0 || done) {
                return;
            }
            killAt = System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(graceSeconds);
        }
        step.lasting().save(() -> {});
        if (!launching) {
            watch().begin(true);
        }
    }

    private void launch() {
        try {
            if (killAt != 0) {
                end(EngineResult.of(command, EngineResult.STOPPED, "It was stopped before it began."));
                return;
            }
            EngineCall cleanUp = cleaning ? step.callOf(this) : null;
            FilePath workspace = place.workspace();
            if (cleaning && cleanUp == null) {
                end(EngineResult.of(command, 0, null));
            } else if (workspace == null) {
                awaitAgent();
            } else {
                launch(workspace, cleaning ? cleanUp : step.callOf(this));
            }
        } catch (Exception | LinkageError e) {
            giveUp(e);
        }
    }

    private void launch(FilePath workspace, EngineCall call) throws IOException, InterruptedException {
        command = call.command();
        launch = ProcessLaunch.prepare(this, workspace, call, step);
        launched = true;
        controller = launch.start();
        step.lasting().save(() -> {});
        watch().attach(workspace);
        launching = false; // not before: a round would attach, too, and the log would be told twice
        watch().begin(killAt != 0);
    }

    private void awaitAgent() {
        long now = System.currentTimeMillis();
        if (offlineSince == 0) {
            offlineSince = now;
            step.say(place + " is offline. Waiting for it for at most " + OFFLINE_MINUTES + " minutes.");
        }
        if (now - offlineSince > TimeUnit.MINUTES.toMillis(OFFLINE_MINUTES)) {
            end(EngineResult.of(command, EngineResult.UNKNOWN, "It could not be started: " + place + " is offline."));
        } else {
            Timer.get().schedule(() -> Computer.threadPoolForRemoting.execute(this::launch), 1, TimeUnit.SECONDS);
        }
    }

    private void giveUp(Throwable problem) {
        if (!finished()) {
            return;
        }
        if (launched && !place.tellToStop()) {
            PendingStops.get().add(place.node(), place.id(), BLIND_GRACE_SECONDS);
        }
        step.broken(this, problem);
    }

    /** Asks durable-task to tell what happens from now on. */
    void attach(FilePath workspace) throws IOException, InterruptedException {
        VirtualChannel channel = workspace.getChannel();
        String directory = RunFiles.directory(workspace, place.id()).getRemote();
        log = newLog();
        controller.watch(workspace, new AgentWatch(channel, this, directory), TaskListener.NULL);
    }

    /** A piece of the log that was read without durable-task's help. */
    void followed(byte[] chunk) throws IOException {
        if (log == null) {
            log = newLog();
        }
        if (chunk.length > 0) {
            output(chunk);
            logOffset += chunk.length;
            step.lasting().save(() -> {});
        }
    }

    private LogSplitter newLog() {
        return new LogSplitter(step.lasting().listener().getLogger(), step::tell);
    }

    @Override
    public void output(byte[] chunk) throws IOException {
        heardAt = System.currentTimeMillis();
        if (!done) {
            log.write(chunk);
        }
    }

    @Override
    public void exited(int exitCode, String result) {
        if (ShuttingDown.hasBegun()) {
            throw new IllegalStateException("Jenkins is going down; the process is looked at after the restart.");
        }
        finish(exitCode, result);
    }

    /**
     * The process has ended.
     *
     * @param text of its result file; empty when there is none
     */
    void finish(int exitCode, String text) {
        EngineResult result = EngineResult.read(text);
        end(result != null ? result : EngineResult.silent(command, place.toString(), exitCode));
    }

    /** Nobody knows how the process ended, or whether. */
    void finishUnknown(String why) {
        end(EngineResult.unknown(command, place.toString(), why));
    }

    private void end(EngineResult result) {
        if (finished()) {
            Computer.threadPoolForRemoting.execute(() -> ended(result));
        }
    }

    private synchronized boolean finished() {
        boolean first = !done;
        done = true;
        return first;
    }

    private void ended(EngineResult result) {
        try {
            if (log != null) {
                log.end();
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "The log of " + this + " could not be ended.");
        }
        step.ended(this, result);
        // Only when the outcome is saved: until then a restarted controller would look for it there.
        step.lasting().save(place::removeDirectory);
        if (launch != null && result.succeeded()) {
            launch.prepareForNext();
        }
    }

    private synchronized ProcessWatch watch() {
        if (watch == null) {
            watch = new ProcessWatch(this, step);
        }
        return watch;
    }

    /** Whether the process was started, as far as this controller tried. */
    boolean launched() {
        return launched || controller != null;
    }

    /** Whether durable-task tells what happens. It does not where the controller went down right after the launch. */
    boolean hasController() {
        return controller != null;
    }

    boolean launching() {
        return launching;
    }

    boolean isDone() {
        return done;
    }

    boolean cleaning() {
        return cleaning;
    }

    RunPlace place() {
        return place;
    }

    String command() {
        return command;
    }

    /** When the process is killed, in milliseconds of the clock; 0 while it need not stop. */
    long killAt() {
        return killAt;
    }

    long logOffset() {
        return logOffset;
    }

    /** When the process last said something, in milliseconds of the clock. */
    long heardAt() {
        return heardAt;
    }

    @Override
    public String toString() {
        return "'" + command + "' as " + place.id() + " on " + place;
    }
}
