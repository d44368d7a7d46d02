package io.jenkins.plugins.composerelease.steps.durable;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.PeriodicWork;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/**
 * Looks at all processes of an agent with one remote call every few seconds. A call for each of them would hold a thread of the
 * controller for each step that waits, on an agent that is slow to answer.
 */
@Extension
public final class AgentRounds extends PeriodicWork {
    static final int PERIOD_SECONDS = 5;

    private static final Logger LOGGER = Logger.getLogger(AgentRounds.class.getName());
    private static final int REMOTE_SECONDS = 120;

    private final ConcurrentMap<String, Round> rounds = new ConcurrentHashMap<>();

    static AgentRounds get() {
        return ExtensionList.lookupSingleton(AgentRounds.class);
    }

    /** Looks at a process from now on, until it is over. */
    void add(ProcessWatch watch, boolean now) {
        rounds.compute(watch.process().place().node(), (node, known) -> {
            Round round = known == null ? new Round() : known;
            round.watches.add(watch);
            if (now) {
                round.urgent = true;
                round.begin();
            }
            return round;
        });
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.SECONDS.toMillis(1);
    }

    @Override
    protected void doRun() {
        if (ShuttingDown.hasBegun()) {
            return; // agents that go away now are not offline, and what ends now is heard of after the restart
        }
        rounds.keySet()
                .forEach(node -> rounds.computeIfPresent(node, (name, round) -> {
                    round.beginWhenDue();
                    return round.watches.isEmpty() ? null : round; // agents of a cloud never come back
                }));
    }

    /** The processes of one agent. One thread at a time looks at them. */
    private static final class Round {
        private final Set<ProcessWatch> watches = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean running = new AtomicBoolean();
        private volatile boolean urgent;
        private volatile long last = System.nanoTime();

        private void beginWhenDue() {
            boolean due = System.nanoTime() - last > TimeUnit.SECONDS.toNanos(PERIOD_SECONDS);
            if (!watches.isEmpty() && (due || urgent)) {
                begin();
            }
        }

        private void begin() {
            if (running.compareAndSet(false, true)) {
                Computer.threadPoolForRemoting.execute(this::run);
            }
        }

        private void run() {
            urgent = false;
            try {
                look();
            } catch (IOException | InterruptedException | RuntimeException e) { // the agent may go offline in any call
                LOGGER.log(Level.FINE, e, () -> "An agent could not be asked for its processes.");
            } finally {
                watches.removeIf(ProcessWatch::over);
                if (watches.stream().anyMatch(ProcessWatch::urgent)) {
                    urgent = true; // and never back: add() may have asked for a look meanwhile
                }
                last = System.nanoTime();
                running.set(false);
            }
        }

        private void look() throws IOException, InterruptedException {
            Map<ProcessWatch, FilePath> reached = new HashMap<>();
            Map<String, String> directories = new HashMap<>();
            for (ProcessWatch watch : watches) {
                if (watch.idle()) {
                    continue;
                }
                RunPlace place = watch.process().place();
                FilePath workspace = place.workspace();
                if (workspace == null) {
                    watch.offline();
                } else {
                    reached.put(watch, workspace);
                    directories.put(
                            place.id(),
                            RunFiles.directory(workspace, place.id()).getRemote());
                }
            }
            if (reached.isEmpty()) {
                return;
            }
            Map<String, RunFiles.Probe> probes =
                    probes(reached.values().iterator().next(), directories);
            reached.forEach((watch, workspace) -> {
                RunFiles.Probe probe = probes.get(watch.process().place().id());
                if (probe != null) {
                    watch.looked(workspace, probe);
                }
            });
        }

        private static Map<String, RunFiles.Probe> probes(FilePath agent, Map<String, String> directories)
                throws IOException, InterruptedException {
            try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
                return agent.getChannel().call(new RunFiles.Look(directories));
            }
        }
    }
}
