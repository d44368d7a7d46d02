package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A container as Docker describes it. A list of containers tells no details; they are of the last inspection, or empty.
 *
 * @param id full id
 * @param name name without the leading slash
 * @param service compose service
 * @param status {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code removing}, {@code exited}
 *     or {@code dead}
 * @param health {@code starting}, {@code healthy} or {@code unhealthy}; empty without a health check
 * @param exitCode exit code of the last run, 0 while it has none
 * @param ports what it publishes
 * @param details what only an inspection tells
 */
public record ContainerState(
        String id,
        String name,
        String service,
        String status,
        Optional<String> health,
        int exitCode,
        List<PublishedPort> ports,
        Details details) {

    public ContainerState {
        ports = List.copyOf(ports);
    }

    public boolean is(String expected) {
        return status.equals(expected);
    }

    public boolean hasHealth(String expected) {
        return health.equals(Optional.of(expected));
    }

    /** How often its restart policy started it again since it was last started otherwise. */
    public int restarts() {
        return details.restarts();
    }

    /** Exit code of a run that has ended. */
    public Optional<Integer> ended() {
        return is("exited") || is("dead") || is("restarting") ? Optional.of(exitCode) : Optional.empty();
    }

    ContainerState withHealth(String newHealth) {
        return with(status, Optional.of(newHealth), exitCode, ports);
    }

    ContainerState with(String newStatus, Optional<String> newHealth, int newExitCode, List<PublishedPort> newPorts) {
        return new ContainerState(id, name, service, newStatus, newHealth, newExitCode, newPorts, details);
    }

    /** The state in words, for example {@code starting, 3 of 5 probes failed: connection refused}. */
    String describe() {
        String count = restarts() == 0 ? "" : ", " + Text.count(restarts(), "restart");
        if (is("exited") || is("restarting") || is("dead")) {
            return status + " with code " + exitCode + count;
        }
        if (!is("running") || health.isEmpty()) {
            return status + count;
        }
        return health.get() + count + details.failedProbes();
    }

    /**
     * What only an inspection tells.
     *
     * @param probes what the last health checks gave, oldest first, each "exit code: output"
     * @param failingStreak how many health checks failed in a row
     * @param retries how many have to fail for {@code unhealthy}
     * @param outOfMemory whether the kernel ended a process of the last run for memory
     * @param restarts how often its restart policy started it again since it was last started otherwise
     * @param startedAt start of the last run by the host's clock, to tell one run from another; the epoch where unknown
     * @param endedAt end of the run before that by the same clock; the epoch where there was none. What a container writes first
     *     can have a time before {@code startedAt}
     * @param addresses its IP addresses; none where it uses the host's network
     */
    public record Details(
            List<String> probes,
            int failingStreak,
            int retries,
            boolean outOfMemory,
            int restarts,
            Instant startedAt,
            Instant endedAt,
            List<String> addresses) {
        static final Details UNKNOWN = new Details(List.of(), 0, 0, false, 0, Instant.EPOCH, Instant.EPOCH, List.of());

        public Details {
            probes = List.copyOf(probes);
            addresses = List.copyOf(addresses);
        }

        private String failedProbes() {
            if (failingStreak == 0) {
                return "";
            }
            String last = probes.isEmpty() ? "" : probes.get(probes.size() - 1).strip();
            return ", " + failingStreak + " of " + retries + " probes failed"
                    + (last.isEmpty()
                            ? ""
                            : ", the last with "
                                    + Text.printable(last.lines().findFirst().orElse("")));
        }
    }
}
