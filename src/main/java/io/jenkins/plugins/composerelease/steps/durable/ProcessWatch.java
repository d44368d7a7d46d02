package io.jenkins.plugins.composerelease.steps.durable;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/**
 * Looks after a process in the rounds of its agent: whether the agent is connected, whether the process is still there, whether
 * it has to stop. What happens in between the agent tells by itself.
 */
final class ProcessWatch {
    private static final Logger LOGGER = Logger.getLogger(ProcessWatch.class.getName());
    private static final int REMOTE_SECONDS = 120;
    private static final long OFFLINE_MILLIS = 15_000;
    private static final long AFTER_KILL_MILLIS = 60_000;
    private static final long CLEAN_UP_MILLIS = 10 * 60_000;
    private static final long CLEAN_UP_GRACE_SECONDS = 120;

    /** For how long a process is seen as ended before that counts: what it told may still be on its way. */
    private static final long PATIENCE_MILLIS = 30_000;

    /** The same where nothing is on its way. A script that was launched right now has not begun yet either. */
    private static final long PATIENCE_ALONE_MILLIS = 10_000;

    private static final long QUIET_MILLIS = 10_000;

    /** Tests let the first watch fail right there. */
    static Runnable beforeAttach;

    private final EngineProcess process;
    private final EngineExecution step;
    private final long since = System.currentTimeMillis();
    private VirtualChannel watched;
    private boolean signalled;
    private boolean killed;
    private boolean logLost;
    private long suspectedSince;
    private long offlineSince;
    private boolean offlineTold;

    ProcessWatch(EngineProcess process, EngineExecution step) {
        this.process = process;
        this.step = step;
    }

    /** After the launch, before the rounds know it. When the agent goes offline right now, the next look attaches again. */
    void attach(FilePath workspace) {
        try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
            if (beforeAttach != null) {
                beforeAttach.run();
            }
            process.attach(workspace);
            watched = workspace.getChannel();
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> process + " could not be watched yet.");
        }
    }

    /**
     * Takes part in the rounds.
     *
     * @param now whether the first look cannot wait
     */
    void begin(boolean now) {
        AgentRounds.get().add(this, now);
    }

    /** Whether there is nothing to look at: it has ended, or is only being launched. */
    boolean idle() {
        return process.isDone() || process.launching();
    }

    boolean over() {
        return process.isDone();
    }

    /** Whether the next look should not wait for its usual time. */
    boolean urgent() {
        return !idle() && (offlineSince != 0 || !process.hasController() || (process.killAt() != 0 && !signalled));
    }

    EngineProcess process() {
        return process;
    }

    /** Does what the agent's answer asks for. Of one thread at a time. */
    void looked(FilePath workspace, RunFiles.Probe probe) {
        online();
        try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
            if (process.hasController() && workspace.getChannel() != watched) {
                process.attach(workspace);
                watched = workspace.getChannel();
                suspectedSince = 0; // what it tells is on its way again
            }
            if (process.cleaning() && System.currentTimeMillis() - since > CLEAN_UP_MILLIS) {
                process.stop(CLEAN_UP_GRACE_SECONDS);
            }
            if (!process.hasController()) {
                follow(workspace, probe);
            }
            if (process.killAt() != 0) {
                signal(workspace, probe);
            }
            judge(workspace, probe);
        } catch (IOException | InterruptedException e) { // the agent may go offline in any call
            LOGGER.log(Level.FINE, e, () -> process + " could not be looked at.");
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> process + " could not be looked at.");
        }
    }

    /** The controller went down right after the launch and does not know durable-task's files: reads its log itself. */
    private void follow(FilePath workspace, RunFiles.Probe probe) throws IOException, InterruptedException {
        if (probe.controlThere()) {
            FilePath log = new FilePath(workspace.getChannel(), probe.log());
            try (InputStream in = log.readFromOffset(process.logOffset())) {
                process.followed(in.readAllBytes());
            }
        }
    }

    private void signal(FilePath workspace, RunFiles.Probe probe) throws IOException, InterruptedException {
        boolean hard = System.currentTimeMillis() > process.killAt();
        if (hard ? killed : signalled) {
            return;
        }
        boolean found = workspace
                .getChannel()
                .call(new RunProcesses.Signal(process.place().id(), hard));
        if (!found && probe.started() && !probe.processAlive() && probe.touched()) {
            step.lasting()
                    .launcher(workspace)
                    .kill(Map.of(EngineScript.COOKIE, process.place().id())); // in a container of its own
            found = true;
        }
        signalled |= found;
        killed |= hard;
        if (hard) {
            step.say("'" + process.command() + "' did not stop in time and was killed.");
        }
    }

    private void judge(FilePath workspace, RunFiles.Probe probe) throws IOException, InterruptedException {
        if (killed && System.currentTimeMillis() > process.killAt() + AFTER_KILL_MILLIS) {
            process.finishUnknown("it does not go away although it was killed");
        } else if (!probe.ended()) {
            suspectedSince = 0;
            tellLostLog(probe);
        } else if (suspectedEnough(probe)) {
            conclude(workspace, probe);
        }
    }

    private boolean suspectedEnough(RunFiles.Probe probe) {
        long now = System.currentTimeMillis();
        boolean told = process.hasController() && probe.controlThere();
        if (suspectedSince == 0 || (told && now - process.heardAt() < QUIET_MILLIS)) {
            suspectedSince = now;
        }
        return now - suspectedSince >= (told ? PATIENCE_MILLIS : PATIENCE_ALONE_MILLIS);
    }

    private void conclude(FilePath workspace, RunFiles.Probe probe) throws IOException, InterruptedException {
        if (!process.hasController() && !probe.started() && process.killAt() == 0) {
            suspectedSince = 0;
            process.launchAfterAll();
            return;
        }
        if (probe.result().isEmpty()) {
            process.finishUnknown(probe.controlThere() ? "its process is gone" : "its process and its files are gone");
        } else {
            process.finish(EngineResult.UNKNOWN, probe.result());
        }
        if (probe.controlThere()) {
            new FilePath(workspace.getChannel(), probe.control()).deleteRecursive();
        }
    }

    private void tellLostLog(RunFiles.Probe probe) {
        if (probe.started() && !probe.controlThere() && !logLost) {
            logLost = true;
            step.say("The log of '" + process.command() + "' was removed on " + process.place()
                    + ". The command goes on; the rest of its log cannot be shown.");
        }
    }

    /** Its agent is not connected. */
    void offline() {
        watched = null;
        suspectedSince = 0;
        long now = System.currentTimeMillis();
        offlineSince = offlineSince == 0 ? now : offlineSince;
        if (now - offlineSince < OFFLINE_MILLIS) {
            return;
        }
        if (process.killAt() != 0) {
            PendingStops.get()
                    .add(process.place().node(), process.place().id(), Math.max(1, (process.killAt() - now) / 1000));
            process.finishUnknown("its agent is offline; it will be told to stop when the agent is back");
        } else if (!offlineTold) {
            offlineTold = true;
            step.say(process.place() + " is offline. '" + process.command()
                    + "' goes on there; waiting for the agent to come back.");
        }
    }

    private void online() {
        offlineSince = 0;
        if (offlineTold) {
            offlineTold = false;
            step.say(process.place() + " is back.");
        }
    }
}
