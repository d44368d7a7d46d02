package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The one {@code docker events} of a place, for all gates of this process that watch it at the same time. It begins with
 * the first and ends with the last of them. When it breaks it is opened again from the last event on, and each gate is
 * told to look: the daemon remembers its last 256 events only, and none from before it was started.
 */
final class EventStream {
    /** How far back a stream begins, so that nothing is lost between its start and its connection. */
    static final Duration REPLAY = Duration.ofSeconds(3);

    /** A daemon sends what it remembers at once, so that what comes this much after a stream's first event is new. */
    private static final Duration BURST = Duration.ofMillis(500);

    private static final Map<Host, EventStream> STREAMS = new IdentityHashMap<>();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LASTED = Duration.ofSeconds(10);
    private static final Duration END = Duration.ofSeconds(10);
    private static final int REMEMBERED = 512;

    private final Host host;
    private final Thread thread = new Thread(this::run, "docker-events");
    private final Map<Subscription, Listener> listeners = new IdentityHashMap<>();
    private final Deque<ContainerEvent> last = new ArrayDeque<>();
    private final Deadline age = Deadline.in(Duration.ZERO);
    private Instant latest = Instant.EPOCH;
    private volatile long openedAt = System.nanoTime();
    private volatile Optional<Deadline> burst = Optional.empty();
    private volatile RunningCommand command;
    private volatile boolean ended;

    /** What a gate hears; called from the stream's threads. */
    interface Listener {
        /**
         * @param repeated whether it may be older than what a look has shown
         */
        void event(ContainerEvent event, boolean repeated);

        /** Events may have been missed. */
        void gap();
    }

    /** A gate's part in the stream. */
    static final class Subscription implements AutoCloseable {
        private final EventStream stream;
        private final String project;

        private Subscription(EventStream stream, String project) {
            this.stream = stream;
            this.project = project;
        }

        @Override
        public void close() {
            stream.leave(this);
        }
    }

    private EventStream(Host host) {
        this.host = host;
        thread.setDaemon(true);
    }

    /** Joins the place's stream, or begins it. */
    static Subscription subscribe(Host host, String project, Listener listener) {
        synchronized (STREAMS) {
            EventStream stream = STREAMS.get(host);
            boolean begins = stream == null;
            if (begins) {
                stream = new EventStream(host);
                STREAMS.put(host, stream);
            }
            Subscription subscription = new Subscription(stream, project);
            synchronized (stream.listeners) {
                stream.listeners.put(subscription, listener);
            }
            if (begins) {
                stream.thread.start();
            }
            return subscription;
        }
    }

    private void leave(Subscription subscription) {
        synchronized (STREAMS) {
            synchronized (listeners) {
                listeners.remove(subscription);
                if (!listeners.isEmpty()) {
                    return;
                }
            }
            STREAMS.remove(host, this);
        }
        ended = true;
        Ending.of(() -> {
            RunningCommand running = command;
            if (running != null) {
                running.close();
            }
            thread.interrupt();
            thread.join(END.toMillis());
        });
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!ended) {
            boolean lasted = follow();
            if (ended) {
                return;
            }
            pause = lasted ? FIRST_PAUSE : Deadline.shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            try {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Follows events until the stream breaks; true when it had been there for a while. */
    private boolean follow() {
        boolean again = !latest.equals(Instant.EPOCH) || age.elapsed().compareTo(FIRST_PAUSE) > 0;
        openedAt = System.nanoTime();
        burst = Optional.empty();
        try (RunningCommand running = host.start(Docker.events(since()), this::line)) {
            command = running;
            if (again) {
                tellGap();
            }
            if (!ended) {
                running.await(Deadline.in(Duration.ofDays(365)));
            }
        } catch (RuntimeException e) {
            // The place cannot be reached now, which the gates' looks say; or a gate could not take what it heard.
            return false; // the next stream begins with a gap
        }
        return System.nanoTime() - openedAt > LASTED.toNanos();
    }

    private String since() {
        synchronized (listeners) {
            return latest.equals(Instant.EPOCH)
                    ? age.elapsed().plus(REPLAY).toSeconds() + "s"
                    : latest.getEpochSecond() + "." + String.format("%09d", latest.getNano());
        }
    }

    private void line(boolean error, String line) {
        if (error) {
            return;
        }
        boolean repeated = repeats();
        ContainerJson.event(line).ifPresent(event -> {
            synchronized (listeners) {
                if (isNew(event)) {
                    listeners.forEach((subscription, listener) -> {
                        if (subscription.project.equals(event.project())) {
                            listener.event(event, repeated);
                        }
                    });
                }
            }
        });
    }

    private boolean repeats() {
        if (burst.isEmpty()) {
            burst = Optional.of(Deadline.in(BURST));
        }
        return !burst.get().passed() && System.nanoTime() - openedAt < REPLAY.toNanos();
    }

    /** A stream that is opened again repeats its last events. */
    private boolean isNew(ContainerEvent event) {
        if (!event.time().isAfter(latest) && last.contains(event)) {
            return false;
        }
        last.addLast(event);
        if (last.size() > REMEMBERED) {
            last.removeFirst();
        }
        latest = event.time().isAfter(latest) ? event.time() : latest;
        return true;
    }

    private void tellGap() {
        synchronized (listeners) {
            listeners.values().forEach(Listener::gap);
        }
    }
}
