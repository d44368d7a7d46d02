package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides from a service's containers whether it is ready, failed, or still on its way. Pure. */
final class Judge {
    private static final int TOO_MANY_RESTARTS = 3;
    private static final Duration LOOK = Duration.ofMillis(500);

    private Judge() {}

    static Verdict judge(ServiceSpec spec, List<Observed> containers) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Observed container : containers) {
            Verdict verdict = judge(spec, container);
            if (verdict instanceof Verdict.Failed) {
                return verdict;
            }
            verdicts.add(verdict);
        }
        for (Verdict verdict : verdicts) {
            if (verdict instanceof Verdict.Waiting) {
                return verdict;
            }
        }
        if (verdicts.size() < spec.replicas()) {
            return new Verdict.Waiting(Optional.empty(), Optional.empty());
        }
        return verdicts.isEmpty() ? new Verdict.Ready("not wanted") : verdicts.get(0);
    }

    /** The same for a service that was ready and has to stay so: whatever ends that is a failure. */
    static Verdict judgeSteady(ServiceSpec spec, List<Observed> containers) {
        List<Observed> probed = new ArrayList<>();
        for (Observed container : containers) {
            if (container.restarts() > 0) {
                return new Verdict.Failed(
                        "restarted, with exit code " + container.state().exitCode(), container.state());
            }
            probed.add(container.withProbes(passed(spec)));
        }
        if (containers.stream().anyMatch(container -> !container.healthKnown())) {
            return new Verdict.Waiting(Optional.of(LOOK), Optional.empty());
        }
        Verdict verdict = judge(spec, probed);
        if (verdict instanceof Verdict.Waiting waiting && waiting.again().isEmpty()) {
            String state = waiting.container().map(ContainerState::describe).orElse("a container is missing");
            return new Verdict.Failed("did not stay ready (" + state + ")", waiting.container());
        }
        return verdict;
    }

    /** The same for a start-up that failed: a container that its message names may only just be in its first restart. */
    static Verdict judgeGivenUp(ServiceSpec spec, List<Observed> containers, String message) {
        Verdict verdict = judge(spec, containers);
        if (verdict instanceof Verdict.Waiting) {
            for (Observed container : containers) {
                ContainerState state = container.state();
                // As in "dependency failed to start: container shop-db-1 is unhealthy"; docker-compose 1.29 names the
                // id.
                String id = state.id().substring(0, Math.min(12, state.id().length()));
                if (message.contains("container " + state.name() + " ")
                        || message.contains("Container \"" + id + "\" ")) {
                    return new Verdict.Failed(
                            "did not become ready for the services that wait for it (" + state.describe() + ")", state);
                }
            }
        }
        return verdict;
    }

    /** What was probed when the service became ready is not asked again and again. */
    private static Map<Condition, Optional<String>> passed(ServiceSpec spec) {
        return spec.condition().stream()
                .flatMap(Conditions::probes)
                .distinct()
                .collect(Collectors.toMap(probe -> probe, probe -> Optional.empty()));
    }

    private static Verdict judge(ServiceSpec spec, Observed container) {
        ContainerState state = container.state();
        Condition condition = spec.conditionFor(state);
        if (!container.certain()) {
            return new Verdict.Waiting(Optional.of(LOOK), Optional.of(state));
        }
        if (container.outOfMemory()) {
            return new Verdict.Failed("ran out of memory", state);
        }
        if (container.restarts() >= TOO_MANY_RESTARTS) {
            return new Verdict.Failed(
                    "restarted " + container.restarts() + " times, the last time with exit code " + state.exitCode(),
                    state);
        }
        if (state.is("dead")) {
            return new Verdict.Failed("could not be removed by Docker (state dead)", state);
        }
        // Docker says "restarting" when a restart policy will start it again, so nothing recovers an "exited" one.
        if (state.is("exited") && !Conditions.expectsExit(condition, state.exitCode())) {
            if (spec.declared().alwaysRestarts()) {
                // Stopped by hand, or with the daemon, which starts it again when it is back.
                return new Verdict.Waiting(Optional.empty(), Optional.of(state));
            }
            return new Verdict.Failed("exited with code " + state.exitCode(), state);
        }
        if (spec.condition().isEmpty() && !container.healthKnown()) {
            return new Verdict.Waiting(Optional.empty(), Optional.of(state)); // which default holds is not known yet
        }
        return Conditions.judge(condition, container);
    }
}
