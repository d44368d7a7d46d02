package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a condition holds for a container that nothing else has ended. Pure. */
final class Conditions {
    private Conditions() {}

    /** The conditions that only a probe can tell, those inside {@code any} and {@code all} included. */
    static Stream<Condition> probes(Condition condition) {
        return leaves(condition)
                .filter(leaf -> leaf instanceof Condition.Http
                        || leaf instanceof Condition.Tcp
                        || leaf instanceof Condition.Log
                        || leaf instanceof Condition.Exec);
    }

    /** Whether it is made of others. */
    static boolean isCompound(Condition condition) {
        return condition instanceof Condition.Any || condition instanceof Condition.All;
    }

    /** Whether an end with this code is what somebody waits for. */
    static boolean expectsExit(Condition condition, int code) {
        return leaves(condition).anyMatch(leaf -> leaf instanceof Condition.Exited exited && exited.code() == code);
    }

    /** What the condition says of the container. What was probed holds of a container that runs, or ended as expected. */
    static Verdict judge(Condition condition, Observed container) {
        ContainerState state = container.state();
        boolean holds = state.is("running") || state.is("exited") && expectsExit(condition, state.exitCode());
        return part(condition, holds ? container : container.withProbes(Map.of()));
    }

    private static Verdict part(Condition condition, Observed container) {
        if (condition instanceof Condition.Any any) {
            return any(parts(any.conditions(), container));
        }
        if (condition instanceof Condition.All all) {
            return all(parts(all.conditions(), container));
        }
        ContainerState state = container.state();
        if (condition instanceof Condition.Exited exited) {
            return state.is("exited") && state.exitCode() == exited.code()
                    ? new Verdict.Ready("exited " + exited.code())
                    : waiting(container, "");
        }
        boolean running = state.is("running");
        if (condition instanceof Condition.Running stable) {
            return running ? running(stable, container) : waiting(container, "");
        }
        if (condition instanceof Condition.Healthy) {
            return running ? healthy(container) : waiting(container, "");
        }
        return probed(condition, container);
    }

    private static Verdict running(Condition.Running running, Observed container) {
        Duration missing = running.stableFor().minus(container.runningFor());
        return missing.isZero() || missing.isNegative()
                ? new Verdict.Ready("running")
                : new Verdict.Waiting(Optional.of(missing), Optional.of(container.state()));
    }

    private static Verdict healthy(Observed container) {
        ContainerState state = container.state();
        if (state.hasHealth("unhealthy")) {
            return new Verdict.Failed("became unhealthy (" + state.describe() + ")", state);
        }
        if (state.health().isEmpty() && container.healthKnown()) {
            return new Verdict.Failed("can never become healthy, as it has no health check", state);
        }
        return state.hasHealth("healthy") ? new Verdict.Ready("healthy") : waiting(container, "");
    }

    private static Verdict probed(Condition condition, Observed container) {
        Optional<String> missing = container.probes().get(condition);
        if (missing == null) {
            return waiting(container, "");
        }
        return missing.<Verdict>map(what -> waiting(container, what))
                .orElseGet(() -> new Verdict.Ready(how(condition)));
    }

    private static Verdict any(List<Verdict> parts) {
        return parts.stream()
                .filter(Verdict.Ready.class::isInstance)
                .findFirst()
                .orElseGet(() -> parts.stream()
                        .filter(Verdict.Waiting.class::isInstance)
                        .findFirst()
                        .orElse(parts.get(0)));
    }

    private static Verdict all(List<Verdict> parts) {
        for (Class<? extends Verdict> first : List.of(Verdict.Failed.class, Verdict.Waiting.class)) {
            Optional<Verdict> found = parts.stream().filter(first::isInstance).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        return parts.get(parts.size() - 1);
    }

    private static List<Verdict> parts(List<Condition> conditions, Observed container) {
        List<Verdict> parts = new ArrayList<>();
        conditions.forEach(condition -> parts.add(part(condition, container)));
        return parts;
    }

    private static Stream<Condition> leaves(Condition condition) {
        if (condition instanceof Condition.Any any) {
            return any.conditions().stream().flatMap(Conditions::leaves);
        }
        if (condition instanceof Condition.All all) {
            return all.conditions().stream().flatMap(Conditions::leaves);
        }
        return Stream.of(condition);
    }

    private static Verdict waiting(Observed container, String missing) {
        return new Verdict.Waiting(Optional.empty(), Optional.of(container.state()), missing);
    }

    private static String how(Condition condition) {
        if (condition instanceof Condition.Http http) {
            return "answers " + http.status();
        }
        if (condition instanceof Condition.Tcp tcp) {
            return "listens on " + tcp.port();
        }
        return condition instanceof Condition.Log ? "logged what was expected" : "passed its command";
    }
}
