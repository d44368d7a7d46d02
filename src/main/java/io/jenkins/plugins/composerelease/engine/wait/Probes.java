package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The probes of a gate, each on its own schedule: at once when its container runs, then every 250 ms growing to 1 s, until
 * it holds. It holds for as long as that run of the container lasts. All threads end with {@link #close}.
 */
final class Probes implements AutoCloseable {
    private static final int THREADS = 8;
    private static final Duration TRY = Duration.ofSeconds(3);
    private static final Duration EXEC = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(15);

    private final Host host;
    private final Runnable changed;
    private final Map<String, List<Run>> runs = new HashMap<>();
    private ScheduledThreadPoolExecutor pool;

    /**
     * @param changed called from other threads when a probe gave something new
     */
    Probes(Host host, Runnable changed) {
        this.host = host;
        this.changed = changed;
    }

    /** Whether these probes wait for an inspection of the container. */
    boolean needs(ServiceSpec spec, ContainerState container) {
        return container.is("running")
                && spec.condition().stream()
                        .flatMap(Conditions::probes)
                        .findAny()
                        .isPresent()
                && !runs.containsKey(container.id());
    }

    /** Probes a container that runs, as an inspection showed it. */
    void follow(ServiceSpec spec, ContainerState container) {
        List<Run> known = runs.get(container.id());
        Instant started = container.details().startedAt();
        if (!container.is("running") || known != null && known.stream().allMatch(run -> run.started.equals(started))) {
            return;
        }
        forget(container.id());
        List<Run> own = spec.condition().stream()
                .flatMap(Conditions::probes)
                .distinct()
                .map(condition -> new Run(condition, container))
                .toList();
        if (!own.isEmpty()) {
            runs.put(container.id(), own);
            own.forEach(run -> run.next(Duration.ZERO));
        }
    }

    /** Ends the probes of a container whose run is over, or that is gone. */
    void forget(String container) {
        Optional.ofNullable(runs.remove(container)).ifPresent(ended -> ended.forEach(Run::end));
    }

    /** What the probes of a container gave. */
    Map<Condition, Optional<String>> of(String container) {
        return runs.getOrDefault(container, List.of()).stream()
                .filter(run -> run.result != null)
                .collect(Collectors.toMap(run -> run.condition, run -> run.result));
    }

    @Override
    public void close() {
        if (pool == null) {
            return;
        }
        pool.shutdownNow();
        runs.values().forEach(ended -> ended.forEach(Run::end));
        Ending.of(() -> pool.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS));
    }

    private ScheduledThreadPoolExecutor pool() {
        if (pool == null) {
            pool = new ScheduledThreadPoolExecutor(THREADS, task -> {
                Thread thread = new Thread(task, "gate-probe");
                thread.setDaemon(true);
                return thread;
            });
            pool.setRemoveOnCancelPolicy(true);
        }
        return pool;
    }

    /** One condition of one run of one container. */
    private final class Run {
        private final Condition condition;
        private final Instant started;
        private final Probe probe;
        private Duration pause = FIRST_PAUSE;
        private volatile Optional<String> result;
        private volatile boolean ended;

        Run(Condition condition, ContainerState container) {
            this.condition = condition;
            this.started = container.details().startedAt();
            this.probe = Probe.of(condition, host, container, () -> next(Duration.ZERO));
        }

        void next(Duration after) {
            try {
                pool().schedule(this::attempt, after.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                ended = true; // the gate has ended
            }
        }

        void end() {
            ended = true;
            probe.close();
        }

        private synchronized void attempt() {
            if (ended || isHolding()) {
                return;
            }
            try {
                show(probe.attempt(Deadline.in(condition instanceof Condition.Exec ? EXEC : TRY)));
            } catch (CommandFailedException e) {
                show(Optional.of(Text.printable(e.getMessage())));
            } catch (RuntimeException | StackOverflowError e) { // the latter by a regular expression
                show(Optional.of("it could not be tried: " + Text.printable(e.toString())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (isHolding()) {
                probe.close();
            } else if (!ended) {
                next(pause);
                pause = Deadline.shorter(pause.multipliedBy(3).dividedBy(2), LONGEST_PAUSE);
            } else {
                probe.close(); // it was started again while the container's run ended
            }
        }

        private boolean isHolding() {
            return result != null && result.isEmpty();
        }

        private void show(Optional<String> now) {
            boolean news = !now.equals(result);
            result = now;
            if (news) {
                changed.run();
            }
        }
    }
}
