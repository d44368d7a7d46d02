package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Readiness.Logs;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Waits until every service of a project is ready, or says at once why one will not be. It follows Docker's events
 * instead of asking again and again; a slow second look covers events that got lost.
 */
public final class HealthGate {
    private final Host host;
    private final ReleaseLog log;
    private final Logs logs;
    private final Set<String> ignored;

    /**
     * @param host the place where Docker runs the services
     */
    public HealthGate(Host host, ReleaseLog log) {
        this(host, log, Logs.FAILING);
    }

    /**
     * @param logs which log lines of services are shown
     */
    public HealthGate(Host host, ReleaseLog log, Logs logs) {
        this(host, log, logs, Set.of());
    }

    /**
     * @param ignored ids of containers that count for nothing
     */
    public HealthGate(Host host, ReleaseLog log, Logs logs, Set<String> ignored) {
        this.ignored = Set.copyOf(ignored);
        this.host = host;
        this.log = log;
        this.logs = logs;
    }

    /**
     * Waits for services that have been started.
     *
     * @param project compose project
     * @return the project's containers
     * @throws io.jenkins.plugins.composerelease.engine.model.NotHealthyException as soon as a service cannot become
     *     ready any more, and at the deadline; its evidence has been printed to the log
     */
    public List<ContainerState> await(String project, ServiceGraph services, Deadline deadline) {
        return await(project, services, deadline, Optional.empty());
    }

    /**
     * Starts services and waits for them. The gate watches while they start, so that a failure ends a start that waits
     * for it; containers that were there before are judged once it has ended.
     *
     * @param startup starts the services; must stop what it runs when its thread is interrupted
     */
    public List<ContainerState> startAndAwait(
            String project, ServiceGraph services, Deadline deadline, Runnable startup) {
        return await(project, services, deadline, Optional.of(startup));
    }

    /**
     * Requires that services that are ready stay so. Services without any container are left out.
     *
     * @throws io.jenkins.plugins.composerelease.engine.model.NotHealthyException as soon as one of them restarts, ends,
     *     becomes unhealthy or disappears; its evidence has been printed to the log
     */
    public void requireStable(String project, ServiceGraph services, Duration window) {
        Names.project(project);
        try (GateRun run = new GateRun(host, log, project, services, Deadline.in(window), logs)) {
            run.watch();
        }
    }

    private List<ContainerState> await(
            String project, ServiceGraph services, Deadline deadline, Optional<Runnable> startup) {
        Names.project(project);
        try (GateRun run = new GateRun(host, log, project, services, deadline, logs)) {
            return run.ignoring(ignored).await(startup);
        }
    }
}
