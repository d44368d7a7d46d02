package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Shows what services write while the gate waits for them, each line once, with the service before it. */
final class LogTails implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final Host host;
    private final ReleaseLog log;
    private final Map<String, Tail> tails = new HashMap<>();

    LogTails(Host host, ReleaseLog log) {
        this.host = host;
        this.log = log;
    }

    /** Follows a container that is waited for and runs; again where it was started again. */
    void follow(ContainerState container) {
        if (!container.is("running")) {
            return;
        }
        Tail tail = tails.computeIfAbsent(container.id(), id -> new Tail(container));
        if (!tail.isAlive() && tail.mayBegin()) {
            tail.begin();
        }
    }

    /** Ends those of a service that is ready. */
    void end(String service) {
        tails.values().stream()
                .filter(tail -> tail.container.service().equals(service))
                .forEach(Tail::close);
    }

    @Override
    public void close() {
        tails.values().forEach(Tail::close);
    }

    private final class Tail {
        private final ContainerState container;
        private RunningCommand command;
        private volatile String last = "";
        private volatile boolean gaveLines;
        private Deadline pause = Deadline.in(Duration.ZERO);

        Tail(ContainerState container) {
            this.container = container;
        }

        boolean isAlive() {
            return command != null && command.isAlive();
        }

        /** Where there is no log to read, each beginning ends at once. */
        boolean mayBegin() {
            return gaveLines || pause.passed();
        }

        void begin() {
            close();
            gaveLines = false;
            pause = Deadline.in(PAUSE);
            String from = last;
            if (from.isEmpty()) {
                log.linesLeftOut(container.service());
            }
            try {
                command = host.start(
                        Docker.followTimedLog(container.id(), from),
                        (error, line) -> DockerStates.Line.of(line).ifPresent(timed -> show(timed, from)));
            } catch (CommandFailedException e) {
                command = null; // the gate says that the place cannot be reached, and comes back
            }
        }

        void close() {
            if (command != null) {
                command.close();
                command = null;
            }
        }

        /**
         * The two streams of a container overtake each other: only what was shown before this beginning is left out.
         *
         * @param from time of the last line that was shown before
         */
        private synchronized void show(DockerStates.Line line, String from) {
            if (line.time().compareTo(from) > 0) {
                gaveLines = true;
                last = line.time().compareTo(last) > 0 ? line.time() : last;
                log.serviceLog(container.service(), line.text());
            }
        }
    }
}
