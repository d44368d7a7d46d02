package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A container as Docker describes it.
 *
 * @param id full id
 * @param name name without the leading slash
 * @param service compose service
 * @param status {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code removing}, {@code exited}
 *     or {@code dead}
 * @param health {@code starting}, {@code healthy} or {@code unhealthy}; empty without a health check
 * @param probes what the last health checks gave, oldest first, each "exit code: output"
 * @param failingStreak how many health checks failed in a row
 * @param retries how many have to fail for {@code unhealthy}
 * @param exitCode exit code of the last run, 0 while it has none
 * @param outOfMemory whether the kernel ended the last run for memory
 * @param restarts how often its restart policy started it again since it was last started otherwise
 * @param startedAt by the host's clock
 * @param ports what it publishes
 */
public record ContainerState(
        String id,
        String name,
        String service,
        String status,
        Optional<String> health,
        List<String> probes,
        int failingStreak,
        int retries,
        int exitCode,
        boolean outOfMemory,
        int restarts,
        Instant startedAt,
        List<PublishedPort> ports) {

    public ContainerState {
        probes = List.copyOf(probes);
        ports = List.copyOf(ports);
    }

    public boolean is(String expected) {
        return status.equals(expected);
    }

    public boolean hasHealth(String expected) {
        return health.equals(Optional.of(expected));
    }

    /** Exit code of a run that has ended. */
    public Optional<Integer> ended() {
        return is("exited") || is("dead") || is("restarting") ? Optional.of(exitCode) : Optional.empty();
    }

    ContainerState withHealth(String newHealth) {
        return new ContainerState(
                id,
                name,
                service,
                status,
                Optional.of(newHealth),
                probes,
                failingStreak,
                retries,
                exitCode,
                outOfMemory,
                restarts,
                startedAt,
                ports);
    }

    /** The state in words, for example {@code starting, 3 of 5 probes failed: connection refused}. */
    String describe() {
        String count = restarts == 0 ? "" : ", " + restarts + (restarts == 1 ? " restart" : " restarts");
        if (is("exited") || is("restarting") || is("dead")) {
            return status + " with code " + exitCode + count;
        }
        if (!is("running") || health.isEmpty()) {
            return status + count;
        }
        if (failingStreak == 0) {
            return health.get() + count;
        }
        String last = probes.isEmpty() ? "" : probes.get(probes.size() - 1).strip();
        return health.get() + count + ", " + failingStreak + " of " + retries + " probes failed"
                + (last.isEmpty()
                        ? ""
                        : ", the last with "
                                + Text.printable(last.lines().findFirst().orElse("")));
    }
}
