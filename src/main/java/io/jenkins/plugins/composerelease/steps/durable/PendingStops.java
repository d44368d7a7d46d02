package io.jenkins.plugins.composerelease.steps.durable;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import hudson.slaves.ComputerListener;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/** Processes of builds that were stopped while their agent was offline: they are told when it is back, also after a restart. */
@Extension
public final class PendingStops extends ComputerListener {
    private static final Logger LOGGER = Logger.getLogger(PendingStops.class.getName());
    private static final int REMOTE_SECONDS = 60;
    private TreeMap<String, ArrayList<Stop>> byNode;

    static PendingStops get() {
        return ExtensionList.lookupSingleton(PendingStops.class);
    }

    /** Tells it right away when the agent came back just now: nobody would look here before its next connection. */
    void add(String node, String id, long graceSeconds) {
        Stop stop = new Stop(id, graceSeconds);
        keep(node, stop);
        Computer computer = Jenkins.get().getComputer(node);
        if (computer != null && computer.getChannel() != null) {
            Computer.threadPoolForRemoting.execute(() -> {
                if (stop(computer, stop)) { // else it may only be beginning, and is told with the next connection
                    forget(node, stop);
                }
            });
        }
    }

    private synchronized void keep(String node, Stop stop) {
        List<Stop> stops = pending().computeIfAbsent(node, name -> new ArrayList<>());
        if (!stops.contains(stop)) {
            stops.add(stop);
            save();
        }
    }

    private synchronized void forget(String node, Stop stop) {
        List<Stop> stops = pending().get(node);
        if (stops != null && stops.remove(stop)) {
            save();
        }
    }

    @Override
    public void onOnline(Computer computer, TaskListener listener) {
        List<Stop> stops = take(computer.getName());
        if (!stops.isEmpty()) {
            Computer.threadPoolForRemoting.execute(() -> stops.forEach(stop -> stop(computer, stop)));
        }
    }

    private synchronized List<Stop> take(String node) {
        List<Stop> stops = pending().remove(node);
        if (stops == null) {
            return List.of();
        }
        save();
        return stops;
    }

    /** Whether it was there to be told. */
    private boolean stop(Computer computer, Stop stop) {
        if (!signal(computer, stop, false)) {
            return false;
        }
        LOGGER.info(() -> "Told run '" + stop.id + "' on '" + computer.getName() + "' to stop: its build was stopped.");
        Timer.get()
                .schedule(
                        () -> Computer.threadPoolForRemoting.execute(() -> signal(computer, stop, true)),
                        stop.graceSeconds,
                        TimeUnit.SECONDS);
        return true;
    }

    /** False when it is not there, or the agent is gone again: it is told with its next connection then. */
    private boolean signal(Computer computer, Stop stop, boolean hard) {
        VirtualChannel channel = computer.getChannel();
        try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
            if (channel == null) {
                throw new IOException("agent '" + computer.getName() + "' is offline again");
            }
            return channel.call(new RunProcesses.Signal(stop.id, hard));
        } catch (IOException | InterruptedException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "Run '" + stop.id + "' on '" + computer.getName() + "' could not be told to stop.");
            if (!hard) {
                keep(computer.getName(), stop);
            }
            return false;
        }
    }

    @SuppressWarnings("unchecked") // it is what save() wrote
    private TreeMap<String, ArrayList<Stop>> pending() {
        if (byNode == null) {
            byNode = new TreeMap<>();
            try {
                if (file().exists()) {
                    byNode = (TreeMap<String, ArrayList<Stop>>) file().read();
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "'" + file() + "' could not be read.");
            }
        }
        return byNode;
    }

    private void save() {
        try {
            file().write(pending());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "'" + file() + "' could not be written.");
        }
    }

    private static XmlFile file() {
        return new XmlFile(
                Jenkins.XSTREAM2, new File(Jenkins.get().getRootDir(), PendingStops.class.getName() + ".xml"));
    }

    private static final class Stop {
        private final String id;
        private final long graceSeconds;

        private Stop(String id, long graceSeconds) {
            this.id = id;
            this.graceSeconds = graceSeconds;
        }
    }
}
