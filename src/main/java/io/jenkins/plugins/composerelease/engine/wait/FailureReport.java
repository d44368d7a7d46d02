package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.Readiness.Logs;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects and prints the evidence of a failed gate, and words its exception. */
final class FailureReport implements AutoCloseable {
    private static final int LOG_LINES = 50;
    private static final int PROBES = 5;

    private final DockerStates docker;
    private final ReleaseLog log;
    private final Logs logs;
    private final ServiceGraph services;
    private final String place;
    private final LogAhead ahead;

    /**
     * @param logs which log lines of services are shown
     */
    FailureReport(DockerStates docker, ReleaseLog log, Logs logs, ServiceGraph services, String place) {
        this.docker = docker;
        this.log = log;
        this.logs = logs;
        this.services = services;
        this.place = place;
        ahead = new LogAhead(container -> docker.log(container, LOG_LINES));
    }

    /** The log of this container may be wanted in a moment. */
    void mayNeed(String container) {
        if (logs != Logs.NONE) {
            ahead.begin(container);
        }
    }

    /** What its log showed was of a run before. */
    void startedAgain(String container) {
        ahead.forget(container);
    }

    @Override
    public void close() {
        ahead.close();
    }

    /** Throws for the first failed service that none of the other failed ones explains. */
    void throwIfFailed(Map<String, Verdict> verdicts) {
        Map<String, Verdict.Failed> failed = new LinkedHashMap<>();
        verdicts.forEach((name, verdict) -> {
            if (verdict instanceof Verdict.Failed failure) {
                failed.put(name, failure);
            }
        });
        if (failed.isEmpty()) {
            return;
        }
        String service = services.cause(failed.keySet());
        Verdict.Failed failure = failed.get(service);
        Evidence evidence =
                print(evidence(service, failure.reason(), failure.container().map(this::shown)));
        throw new NotHealthyException(
                "Service '" + service + "' on " + place + " " + failure.reason() + ", expected "
                        + failure.container()
                                .map(state -> expected(service, state))
                                .orElse("it to stay") + blocks(evidence) + ".",
                "Correct what " + (evidence.logLines().isEmpty() ? "its state shows" : "its last log lines above show")
                        + ".",
                evidence);
    }

    /** The failure of a gate whose deadline has passed. */
    NotHealthyException late(Map<String, Verdict> verdicts, Duration waited) {
        Map<String, Verdict.Waiting> waiting = new LinkedHashMap<>();
        verdicts.forEach((name, verdict) -> {
            if (verdict instanceof Verdict.Waiting missing) {
                waiting.put(name, missing);
            }
        });
        if (waiting.isEmpty()) {
            throw new ReleaseException(
                    ExitCode.TIMED_OUT,
                    "Starting the services on " + place + " had not ended after " + Text.elapsed(waited) + ".",
                    "What it did last is above; raise timeout if it needs longer.");
        }
        String service = services.cause(waiting.keySet());
        Verdict.Waiting late = waiting.get(service);
        Optional<Look> look = late.container().map(this::look);
        Optional<ContainerState> now = look.map(Look::state);
        Evidence evidence = print(evidence(
                service,
                "was not ready after " + Text.elapsed(waited) + (late.missing().isEmpty() ? "" : "; " + late.missing()),
                look));
        return new NotHealthyException(
                "Service '" + service + "' on " + place + " was not " + wanted(service, now) + " after "
                        + Text.elapsed(waited) + " (last status: "
                        + new Verdict.Waiting(Optional.empty(), now, late.missing()).status() + ")" + blocks(evidence)
                        + ".",
                (evidence.logLines().isEmpty() ? "Raise" : "Its last log lines are above; raise")
                        + " timeout if it needs longer.",
                evidence);
    }

    /** What it was not, as it follows "was not" in a message. */
    private String wanted(String service, Optional<ContainerState> container) {
        if (container.isEmpty()) {
            return "started";
        }
        boolean probed = services.find(service)
                .flatMap(ServiceSpec::condition)
                .filter(condition -> Conditions.isCompound(condition)
                        || Conditions.probes(condition).findAny().isPresent())
                .isPresent();
        String expected = expected(service, container.get());
        return probed ? "ready, expected " + expected + "," : expected;
    }

    private String expected(String service, ContainerState container) {
        return services.find(service)
                .map(spec -> spec.conditionFor(container).expected())
                .orElse("ready");
    }

    private static String blocks(Evidence evidence) {
        return evidence.blocks().isEmpty() ? "" : "; it blocks " + String.join(", ", evidence.blocks());
    }

    private Evidence evidence(String service, String reason, Optional<Look> look) {
        Optional<ContainerState> now = look.map(Look::state);
        List<String> probes = now.map(state -> state.details().probes()).orElse(List.of());
        return new Evidence(
                service,
                reason,
                now.map(ContainerState::name).orElse(""),
                now.map(ContainerState::status).orElse("missing"),
                now.flatMap(ContainerState::health).orElse("none"),
                now.flatMap(ContainerState::ended),
                now.map(state -> state.details().outOfMemory()).orElse(false),
                now.map(ContainerState::restarts).orElse(0),
                probes.subList(Math.max(0, probes.size() - PROBES), probes.size()),
                look.map(Look::logLines).orElse(List.of()),
                services.blockedBy(service));
    }

    /** A container that failed. What an inspection has shown carries probe outputs and all; else it is looked at. */
    private Look shown(ContainerState seen) {
        if (seen.ended().isEmpty()) {
            ahead.forget(seen.id()); // it was read at the end of a run before, whose next start nobody heard
        }
        return seen.details().equals(ContainerState.Details.UNKNOWN) ? look(seen) : new Look(seen, logLines(seen));
    }

    /** A container looked at again, its log read at the same time: nothing is shown before both are here. */
    private Look look(ContainerState seen) {
        mayNeed(seen.id());
        ContainerState now = current(seen);
        return new Look(now, logLines(seen));
    }

    /** What a look at a failed container gave. */
    private record Look(ContainerState state, List<String> logLines) {}

    private ContainerState current(ContainerState seen) {
        try {
            return docker.inspect(List.of(seen.id())).stream().findFirst().orElse(seen);
        } catch (CommandFailedException e) {
            log.warn(e.getMessage());
            return seen;
        }
    }

    private List<String> logLines(ContainerState container) {
        if (logs == Logs.NONE) {
            return List.of();
        }
        try {
            return ahead.lines(container.id());
        } catch (CommandFailedException e) {
            log.warn(e.getMessage());
            return List.of();
        }
    }

    private Evidence print(Evidence evidence) {
        log.warn("Service '" + evidence.service() + "' on " + place + ": container "
                + (evidence.container().isEmpty() ? "missing" : "'" + evidence.container() + "' " + evidence.state())
                + ", health " + evidence.health()
                + evidence.exitCode().map(code -> ", exit code " + code).orElse("")
                + (evidence.outOfMemory() ? ", out of memory" : "")
                + (evidence.restarts() > 0 ? ", restarts " + evidence.restarts() : "") + blocks(evidence));
        evidence.healthChecks().forEach(probe -> log.output(evidence.service() + " health check", probe));
        log.linesLeftOut(evidence.service());
        evidence.logLines().forEach(line -> log.output(evidence.service(), line));
        return evidence;
    }
}
