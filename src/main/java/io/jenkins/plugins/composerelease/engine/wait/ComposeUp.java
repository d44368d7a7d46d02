package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.DockerStack.Kind;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Starts a compose project and waits until it is healthy; tears it down. */
public final class ComposeUp {
    private static final Duration READ_FILES = Duration.ofMinutes(1);
    private static final Duration BUILD = Duration.ofHours(1);
    private static final Duration TEAR_DOWN = Duration.ofMinutes(10);
    private static final String COMPOSE = "compose";

    private final Host host;
    private final ReleaseLog log;

    /**
     * @param host the place where Docker runs the services
     */
    public ComposeUp(Host host, ReleaseLog log) {
        this.host = host;
        this.log = log;
    }

    /**
     * Builds where asked to, starts, and waits until every service is ready. What has been started stays, also after a
     * failure: {@link #down} ends it.
     *
     * @param services the services to start, with those they depend on; all when empty
     * @param build whether images with a {@code build:} section are built first; that takes none of the timeout
     * @param timeout for pulling, starting and becoming ready
     * @param readiness when services count as ready, where that is not what they declare, and what is shown of their logs
     * @return the services in the order of the compose files
     * @throws io.jenkins.plugins.composerelease.engine.model.NotHealthyException if a service does not become ready;
     *     its evidence has been printed to the log
     *     (one that cannot be built, pulled or started included)
     * @throws CommandFailedException if Compose fails for another reason
     */
    public List<StartedService> up(
            ComposeProject project, List<String> services, boolean build, Duration timeout, Readiness readiness) {
        return up(project, services, Optional.empty(), build, timeout, readiness);
    }

    /**
     * The same without reading the files again.
     *
     * @param resolved what {@link #resolved} gave for them, where somebody has asked already
     */
    public List<StartedService> up(
            ComposeProject project,
            List<String> services,
            Optional<String> resolved,
            boolean build,
            Duration timeout,
            Readiness readiness) {
        String config = config(project, services, resolved);
        StartProblems problems = problems(project, conditions(project, services, config, resolved, readiness));
        List<String> built = ComposeConfig.built(config);
        if (build && !built.isEmpty()) {
            run(
                    new Compose(project).build(services),
                    Deadline.in(BUILD),
                    (failure, printed) -> problems.build(failure, printed, built, readiness.logs()));
        }
        Compose.UpOptions options = new Compose.UpOptions(true, true, false, "missing");
        return up(project, services, problems, options, timeout, readiness.logs());
    }

    /**
     * The same without building, with options for what Compose may recreate, start, remove and pull; conditions of
     * services that do not start count for nothing.
     */
    public List<StartedService> up(
            ComposeProject project,
            List<String> services,
            Compose.UpOptions options,
            Duration timeout,
            Readiness readiness) {
        ServiceGraph graph = ComposeConfig.services(config(project, services, Optional.empty()));
        boolean all = options.dependencies() || services.isEmpty();
        ServiceGraph started = (all ? graph : graph.only(services)).withKnown(readiness.conditions());
        return up(project, services, problems(project, started), options, timeout, readiness.logs());
    }

    /** Of services that are named, others may be left out although the files have them. */
    private ServiceGraph conditions(
            ComposeProject project,
            List<String> services,
            String config,
            Optional<String> resolved,
            Readiness readiness) {
        ServiceGraph started = ComposeConfig.services(config);
        boolean named = !services.isEmpty()
                && readiness.conditions().keySet().stream()
                        .anyMatch(name -> started.find(name).isEmpty());
        if (named) {
            ComposeConfig.services(config(project, List.of(), resolved))
                    .requireKnown(readiness.conditions().keySet());
            return started.withKnown(readiness.conditions());
        }
        return started.with(readiness.conditions());
    }

    /**
     * Requires that the services that run stay ready for a while, without a restart.
     *
     * @throws io.jenkins.plugins.composerelease.engine.model.NotHealthyException as soon as one does not; its evidence
     *     has been printed to the log
     */
    public void requireStable(ComposeProject project, Duration window, Readiness readiness) {
        ServiceGraph graph = ComposeConfig.services(config(project, List.of(), Optional.empty()))
                .withKnown(readiness.conditions());
        new HealthGate(host, log, readiness.logs()).requireStable(project.name(), graph, window);
    }

    /**
     * Stops the project's containers, each with its service's grace period, and removes them and the networks. Needs no
     * compose file: what the project's name labels is found, also when no container is left.
     *
     * @param volumes whether its volumes, with their data, are removed too
     * @return the kinds of which something stays, as something else uses it; the log has warned of each
     */
    public Set<Kind> down(ComposeProject project, boolean volumes) {
        return down(project, volumes, new Compose(project).down(volumes));
    }

    /** The same with one grace period for all containers. */
    public Set<Kind> down(ComposeProject project, boolean volumes, Duration grace) {
        return down(project, volumes, new Compose(project).down(volumes, grace));
    }

    private Set<Kind> down(ComposeProject project, boolean volumes, Command down) {
        CommandFailedException failure = null;
        try {
            run(down, Deadline.in(TEAR_DOWN));
        } catch (CommandFailedException e) {
            failure = e; // Compose stops at the first thing that somebody else removes at the same time.
        }
        Set<Kind> stays;
        try {
            stays = new Remains(host, log).remove(project.name(), volumes);
        } catch (CommandFailedException e) {
            if (failure == null) {
                throw e;
            }
            failure.addSuppressed(e);
            throw failure;
        }
        String how = !stays.isEmpty() ? " except what something else uses" : volumes ? " with its volumes" : "";
        log.progress("project " + project.name() + " removed" + how);
        return stays;
    }

    /**
     * The resolved configuration of all services, also of those whose profile is not active, as JSON. It holds the values
     * of interpolated secrets. Where Compose cannot read all of them, that of what starts.
     *
     * @param services the services to start; all whose profile is active when empty
     */
    public String resolved(ComposeProject project, List<String> services) {
        CommandResult all = host.run(new Compose(project).configOfAllProfiles(), Deadline.in(READ_FILES));
        return all.succeeded() ? all.output() : config(project, services, Optional.empty());
    }

    private String config(ComposeProject project, List<String> services, Optional<String> resolved) {
        services.forEach(service -> Names.name("service", service));
        return resolved.map(all -> ComposeConfig.starting(all, services, project.profiles()))
                .orElseGet(() -> host.require(new Compose(project).config(services), Deadline.in(READ_FILES))
                        .output());
    }

    private StartProblems problems(ComposeProject project, ServiceGraph graph) {
        StartProblems problems = new StartProblems(host, project.name(), graph);
        problems.requirePossible();
        return problems;
    }

    private List<StartedService> up(
            ComposeProject project,
            List<String> services,
            StartProblems problems,
            Compose.UpOptions options,
            Duration timeout,
            Readiness.Logs logs) {
        ServiceGraph graph = problems.graph();
        Command up = new Compose(project).up(services, options).lasting("up");
        // Compose gets longer than the gate: at the gate's deadline the gate says what is late, and ends Compose.
        Deadline composeDeadline = Deadline.in(timeout.plusMinutes(1));
        List<ContainerState> containers = new HealthGate(host, log, logs)
                .startAndAwait(
                        project.name(), graph, Deadline.in(timeout), () -> run(up, composeDeadline, problems::up));
        return graph.services().stream()
                .map(spec -> StartedService.of(spec, containers))
                .toList();
    }

    private void run(Command command, Deadline deadline) {
        run(command, deadline, (failure, printed) -> failure);
    }

    /**
     * @param explain makes the failure that is thrown, of that of the command and of all that it printed
     */
    private void run(
            Command command, Deadline deadline, BiFunction<CommandFailedException, String, RuntimeException> explain) {
        CommandResult result = host.run(command, deadline, (error, line) -> log.output(COMPOSE, line));
        try {
            result.orThrow(command, host.place());
        } catch (CommandFailedException e) {
            String advice = StartFailure.advice(result.errors());
            throw explain.apply(
                    new CommandFailedException(
                            ExitCode.FAILED, e.getMessage(), advice, e.commandExitCode(), e.logTail(), null),
                    result.output() + "\n" + result.errors());
        }
    }

    /**
     * @param name compose service
     * @param containers names of its containers
     * @param ports what they publish
     */
    public record StartedService(String name, List<String> containers, List<PublishedPort> ports) {
        public StartedService {
            containers = List.copyOf(containers);
            ports = List.copyOf(ports);
        }

        static StartedService of(ServiceSpec spec, List<ContainerState> all) {
            List<ContainerState> own = all.stream()
                    .filter(container -> container.service().equals(spec.name()))
                    .toList();
            return new StartedService(
                    spec.name(),
                    own.stream().map(ContainerState::name).toList(),
                    own.stream()
                            .flatMap(container -> container.ports().stream())
                            .toList());
        }
    }
}
