package io.jenkins.plugins.composerelease.steps.durable;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.durabletask.BourneShellScript;
import org.jenkinsci.plugins.durabletask.Controller;
import org.jenkinsci.plugins.workflow.FilePathUtils;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/**
 * One command of the engine as a process of the agent that outlives its connection and the controller. It is saved before it
 * is launched and again after, so that it never runs twice. Nothing here blocks a thread while the process runs.
 */
final class EngineProcess implements ProcessListener, Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(EngineProcess.class.getName());
    private static final int PERIOD_SECONDS = 5;
    private static final int COPY_SECONDS = 600;
    private static final int REMOTE_SECONDS = 120;
    private static final long OFFLINE_MILLIS = 15_000;
    private static final long LAUNCH_OFFLINE_MILLIS = 5 * 60_000;
    private static final long AFTER_KILL_MILLIS = 60_000;
    private static final long BLIND_GRACE_SECONDS = 16 * 60;

    /** Tests let the controller go down right there. */
    static Runnable beforeLaunch;

    static Runnable afterLaunch;

    static Runnable beforeAttach;

    private final EngineExecution step;
    private final boolean cleaning;
    private final String id = UUID.randomUUID().toString();
    private final String node;
    private final String remote;
    private String command = "command";
    private Controller controller;
    private long logOffset;
    private long killAt;

    private transient volatile boolean done;
    private transient volatile boolean launching;
    private transient boolean launched;
    private transient boolean checking;
    private transient boolean signalled;
    private transient boolean killed;
    private transient boolean logLost;
    private transient int suspicions;
    private transient long offlineSince;
    private transient boolean offlineTold;
    private transient volatile long heardAt;
    private transient VirtualChannel watched;
    private transient LogSplitter log;
    private transient ScheduledFuture<?> next;

    /**
     * @param cleaning whether this is the step's clean-up
     */
    EngineProcess(EngineExecution step, String node, String remote, boolean cleaning) {
        this.step = step;
        this.node = node;
        this.remote = remote;
        this.cleaning = cleaning;
    }

    boolean cleaning() {
        return cleaning;
    }

    String node() {
        return node;
    }

    String remote() {
        return remote;
    }

    /** Whether the process was started, as far as this controller tried. */
    boolean launched() {
        return launched || controller != null;
    }

    boolean isDone() {
        return done;
    }

    String command() {
        return command;
    }

    /** The directory of the run, or null while the agent is offline. */
    FilePath directory() throws IOException {
        FilePath workspace = FilePathUtils.find(node, remote);
        return workspace == null ? null : RunFiles.directory(workspace, id);
    }

    /** Launches when the state is saved. */
    void start() {
        launching = true;
        step.getContext().saveState().addListener(this::launch, Computer.threadPoolForRemoting);
    }

    /** Goes on after a restart of the controller. */
    void resume() {
        schedule(0);
    }

    /** Tells the process to stop, and ends it hard after the grace time. */
    void stop(long graceSeconds) {
        synchronized (this) {
            if (killAt != 0 || done) {
                return;
            }
            killAt = System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(graceSeconds);
        }
        if (!launching) {
            schedule(0);
        }
    }

    private void launch() {
        try {
            if (killAt != 0) {
                end(EngineResult.of(command, EngineResult.STOPPED, "It was stopped before it began."));
                return;
            }
            EngineCall call = cleaning ? step.callOf(this) : null;
            if (cleaning && call == null) {
                end(EngineResult.of(command, 0, null));
                return;
            }
            FilePath workspace = FilePathUtils.find(node, remote);
            if (workspace == null) {
                awaitAgent();
                return;
            }
            call = cleaning ? call : step.callOf(this);
            command = call.command();
            launch(workspace, call);
        } catch (Exception | LinkageError e) {
            giveUp(e);
        }
    }

    private void giveUp(Throwable problem) {
        boolean running = launched;
        synchronized (this) {
            if (done) {
                return;
            }
            done = true;
        }
        if (running) {
            stopBlindly(problem);
        }
        step.broken(this, problem);
    }

    /** Whether it was started is not known; it must not go on without anybody knowing of it. */
    private void stopBlindly(Throwable problem) {
        FilePath workspace = FilePathUtils.find(node, remote);
        try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
            if (workspace != null) {
                workspace.getChannel().call(new RunProcesses.Signal(id, false));
                return;
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            problem.addSuppressed(e);
        }
        PendingStops.get().add(node, id, BLIND_GRACE_SECONDS);
    }

    private void awaitAgent() {
        if (offlineSince == 0) {
            step.say(place() + " is offline. Waiting for it for at most " + LAUNCH_OFFLINE_MILLIS / 60_000
                    + " minutes.");
        }
        if (offlineMillis() > LAUNCH_OFFLINE_MILLIS) {
            end(EngineResult.of(command, EngineResult.UNKNOWN, "It could not be started: " + place() + " is offline."));
            return;
        }
        Timer.get().schedule(() -> Computer.threadPoolForRemoting.execute(this::launch), 1, TimeUnit.SECONDS);
    }

    private void launch(FilePath workspace, EngineCall call) throws IOException, InterruptedException {
        Launcher launcher = step.launcher(workspace);
        Launchers.require(launcher, command, place());
        String directory = RunFiles.directory(workspace, id).getRemote();
        AgentPlace place;
        try (Timeout timeout = Timeout.limit(COPY_SECONDS, TimeUnit.SECONDS)) {
            place = CommandLineJar.current().prepare(workspace, directory);
        }
        BourneShellScript script = new BourneShellScript(EngineScript.of(id, call, place, directory));
        script.captureOutput(); // the result is in a file; standard output is not for the log
        script.charset(StandardCharsets.UTF_8);
        EnvVars environment = step.environment(workspace);
        environment.putAll(call.environment());
        environment.putAll(call.secrets());
        launched = true;
        try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
            run(beforeLaunch);
            Controller newController = script.launch(environment, workspace, launcher, TaskListener.NULL);
            run(afterLaunch);
            controller = newController;
            launching = false;
            step.getContext().saveState();
            attachFirst(workspace);
        }
        schedule(killAt == 0 ? PERIOD_SECONDS : 0);
    }

    private static void run(Runnable hook) {
        if (hook != null) {
            hook.run();
        }
    }

    /** It runs: what goes wrong here is no failure of it, and is tried again with the next look at it. */
    private void attachFirst(FilePath workspace) {
        try {
            run(beforeAttach);
            attach(workspace);
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "Run '" + id + "' could not be watched yet.");
        }
    }

    private void attach(FilePath workspace) throws IOException, InterruptedException {
        VirtualChannel channel = workspace.getChannel();
        log = new LogSplitter(step.listener().getLogger(), step::tell);
        controller.watch(
                workspace,
                new AgentWatch(channel, this, RunFiles.directory(workspace, id).getRemote()),
                TaskListener.NULL);
        watched = channel;
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

    private void check() {
        synchronized (this) {
            if (checking || done || launching) {
                return;
            }
            checking = true;
        }
        try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
            FilePath workspace = FilePathUtils.find(node, remote);
            if (workspace == null) {
                offline();
            } else {
                online();
                check(workspace);
            }
        } catch (IOException | InterruptedException e) { // the agent may go offline in any call
            LOGGER.log(Level.FINE, e, () -> "Run '" + id + "' could not be checked.");
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Run '" + id + "' could not be checked.");
        } finally {
            checking = false;
            schedule(urgent() ? 1 : PERIOD_SECONDS);
        }
    }

    private boolean urgent() {
        return offlineSince != 0 || controller == null || (killAt != 0 && !signalled);
    }

    private void check(FilePath workspace) throws IOException, InterruptedException {
        if (controller != null && workspace.getChannel() != watched) {
            attach(workspace);
            if (killAt == 0) {
                return;
            }
        }
        RunFiles.Probe probe = RunFiles.directory(workspace, id).act(new RunFiles.Look(id));
        if (controller == null) {
            follow(workspace, probe);
        }
        if (killAt != 0) {
            signal(workspace, probe);
        }
        judge(workspace, probe);
    }

    /** The controller went down right after the launch and does not know durable-task's files: reads its log itself. */
    private void follow(FilePath workspace, RunFiles.Probe probe) throws IOException, InterruptedException {
        if (log == null) {
            log = new LogSplitter(step.listener().getLogger(), step::tell);
        }
        if (!probe.controlThere()) {
            return;
        }
        try (InputStream in = new FilePath(workspace.getChannel(), probe.log()).readFromOffset(logOffset)) {
            byte[] chunk = in.readAllBytes();
            if (chunk.length > 0) {
                output(chunk);
                logOffset += chunk.length;
                step.getContext().saveState();
            }
        }
    }

    private void signal(FilePath workspace, RunFiles.Probe probe) throws IOException, InterruptedException {
        boolean hard = System.currentTimeMillis() > killAt;
        if (hard ? killed : signalled) {
            return;
        }
        boolean found = workspace.getChannel().call(new RunProcesses.Signal(id, hard));
        if (!found && probe.started() && !probe.processAlive() && probe.touched()) {
            step.launcher(workspace).kill(Map.of(EngineScript.COOKIE, id)); // in a container of its own
            found = true;
        }
        signalled |= found;
        killed |= hard;
        if (hard) {
            step.say("'" + command + "' did not stop in time and was killed.");
        }
    }

    private void judge(FilePath workspace, RunFiles.Probe probe) throws IOException, InterruptedException {
        if (killed && System.currentTimeMillis() > killAt + AFTER_KILL_MILLIS) {
            end(unknown("it does not go away although it was killed"));
            return;
        }
        if (!probe.ended()) {
            suspicions = 0;
            tellLostLog(probe);
            return;
        }
        boolean stillTalking = System.currentTimeMillis() - heardAt < TimeUnit.SECONDS.toMillis(2 * PERIOD_SECONDS);
        boolean watchedFor = controller != null && probe.controlThere();
        suspicions = watchedFor && stillTalking ? 0 : suspicions + 1;
        if (suspicions < (watchedFor ? 6 : 2)) {
            return;
        }
        if (controller == null && !probe.started() && killAt == 0) {
            launching = true;
            Computer.threadPoolForRemoting.execute(this::launch); // the controller went down before the launch
        } else if (probe.result().isEmpty()) {
            end(unknown(probe.controlThere() ? "its process is gone" : "its process and its files are gone"));
        } else {
            finish(EngineResult.UNKNOWN, probe.result());
        }
        if (probe.controlThere() && done) {
            new FilePath(workspace.getChannel(), probe.control()).deleteRecursive();
        }
    }

    private void tellLostLog(RunFiles.Probe probe) {
        if (probe.started() && !probe.controlThere() && !logLost) {
            logLost = true;
            step.say("The log of '" + command + "' was removed on " + place()
                    + ". The command goes on; the rest of its log cannot be shown.");
        }
    }

    private void offline() {
        watched = null;
        if (offlineMillis() < OFFLINE_MILLIS) {
            return;
        }
        if (killAt != 0) {
            PendingStops.get().add(node, id, Math.max(1, (killAt - System.currentTimeMillis()) / 1000));
            end(unknown("its agent is offline; it will be told to stop when the agent is back"));
        } else if (!offlineTold) {
            offlineTold = true;
            step.say(place() + " is offline. '" + command + "' goes on there; waiting for the agent to come back.");
        }
    }

    private void online() {
        offlineSince = 0;
        if (offlineTold) {
            offlineTold = false;
            step.say(place() + " is back.");
        }
    }

    private long offlineMillis() {
        long now = System.currentTimeMillis();
        offlineSince = offlineSince == 0 ? now : offlineSince;
        return now - offlineSince;
    }

    private void finish(int exitCode, String text) {
        EngineResult result = EngineResult.read(text);
        end(result != null ? result : EngineResult.of(command, exitCode, silent(exitCode)));
    }

    private String silent(int exitCode) {
        if (exitCode == 0) {
            return null;
        }
        if (exitCode == EngineScript.NO_JAVA) {
            return "Java 17 or newer was not found on " + place()
                    + "; the log above says what is there. Install it, or let JAVA_HOME name it.";
        }
        return "'" + command + "' on " + place() + " ended with code " + exitCode
                + " and left no result. Its last log lines are above.";
    }

    private EngineResult unknown(String why) {
        return EngineResult.of(
                command,
                EngineResult.UNKNOWN,
                "The outcome of '" + command + "' on " + place() + " is not known: " + why
                        + ". Look at what it changed before you run it again.");
    }

    private void end(EngineResult result) {
        synchronized (this) {
            if (done) {
                return;
            }
            done = true;
            if (next != null) {
                next.cancel(false);
            }
        }
        Computer.threadPoolForRemoting.execute(() -> {
            try {
                if (log != null) {
                    log.end();
                }
            } catch (IOException e) {
                LOGGER.log(Level.FINE, e, () -> "The log of run '" + id + "' could not be ended.");
            }
            step.ended(this, result);
            step.getContext().saveState().addListener(this::removeDirectory, Computer.threadPoolForRemoting);
        });
    }

    /** Only when the outcome is saved: until then a restarted controller would look for it here. */
    private void removeDirectory() {
        try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
            FilePath directory = directory();
            if (directory != null) {
                directory.deleteRecursive();
            }
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, e, () -> "The files of run '" + id + "' are left to the next run.");
        }
    }

    private synchronized void schedule(long seconds) {
        if (next != null) {
            next.cancel(false);
        }
        if (!done) {
            next = Timer.get()
                    .schedule(() -> Computer.threadPoolForRemoting.execute(this::check), seconds, TimeUnit.SECONDS);
        }
    }

    private String place() {
        return node.isEmpty() ? "the built-in node" : "agent '" + node + "'";
    }

    @Override
    public String toString() {
        return "'" + command + "' as " + id + " on " + place();
    }
}
