package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.Readiness.Logs;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import java.util.List;
import java.util.Optional;

/** Tells failures that come before any service runs as the gate tells its own: with the service and with evidence. */
final class StartProblems {
    private static final int LOG_LINES = 50;

    private final Host host;
    private final String project;
    private final ServiceGraph graph;

    StartProblems(Host host, String project, ServiceGraph graph) {
        this.host = host;
        this.project = project;
        this.graph = graph;
    }

    ServiceGraph graph() {
        return graph;
    }

    /** Refuses a stack without services, and an order that can never complete. */
    void requirePossible() {
        if (graph.services().isEmpty()) {
            throw new InvalidInputException(
                    "The compose files of project '" + project + "' have no service to start.",
                    "Add one, or activate the profile that has them.");
        }
        new StartOrder(graph).impossible().ifPresent(never -> {
            throw failure(
                    ExitCode.NOT_HEALTHY,
                    never.service(),
                    "",
                    never.reason(),
                    List.of(),
                    "Nothing was started. Correct the compose files, or what 'wait' says of it.");
        });
    }

    /** The failure of {@code compose up}, with what it printed. */
    RuntimeException up(CommandFailedException failure, String printed) {
        return StartFailure.ofUp(graph, printed)
                .<RuntimeException>map(problem -> told(problem, List.of()))
                .orElse(failure);
    }

    /** The failure of {@code compose build}, with what it printed. */
    RuntimeException build(CommandFailedException failure, String printed, List<String> built, Logs logs) {
        List<String> tail = logs == Logs.NONE
                ? List.of()
                : Text.tail(printed, LOG_LINES).lines().toList();
        return StartFailure.ofBuild(graph, built, printed)
                .<RuntimeException>map(problem -> told(problem, tail))
                .orElse(failure);
    }

    private NotHealthyException told(StartFailure problem, List<String> tail) {
        String holder = problem.port()
                .map(port ->
                        new PortHolder(host).find(port).map(who -> " by " + who).orElse(", nobody can tell by whom"))
                .orElse("");
        String service = problem.service().isEmpty() ? serviceOf(problem.container()) : problem.service();
        return failure(
                ExitCode.FAILED, service, problem.container(), problem.reason() + holder, tail, problem.advice());
    }

    private NotHealthyException failure(
            ExitCode code, String service, String container, String reason, List<String> tail, String advice) {
        List<String> blocks = graph.blockedBy(service);
        Evidence evidence = new Evidence(
                service,
                reason,
                container,
                container.isEmpty() ? "missing" : "created",
                "none",
                Optional.empty(),
                false,
                0,
                List.of(),
                tail,
                blocks);
        return new NotHealthyException(
                code,
                "Service '" + service + "' on " + host.place() + " " + reason
                        + (blocks.isEmpty() ? "" : "; it blocks " + String.join(", ", blocks)) + ".",
                advice,
                evidence);
    }

    private String serviceOf(String container) {
        try {
            return new DockerStates(host)
                    .list(project).stream()
                            .map(ContainerList.Entry::state)
                            .filter(state -> state.name().equals(container))
                            .map(ContainerState::service)
                            .findFirst()
                            .orElse(container);
        } catch (CommandFailedException e) {
            return container; // the failure to start it is what is to be told
        }
    }
}
