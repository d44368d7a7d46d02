package io.jenkins.plugins.composerelease.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a service that failed, collected before anything is torn down.
 *
 * @param service the compose service that failed first
 * @param reason what happened to it, as it follows its name in a message
 * @param container name of its container, or empty when there is none
 * @param state Docker's state of the container ({@code exited}, {@code running}, ...), or {@code missing}
 * @param health Docker's health status, or {@code none}
 * @param exitCode exit code of the container's last run, when it ended
 * @param outOfMemory whether the kernel killed it for memory
 * @param restarts how often Docker restarted it
 * @param healthChecks the last health check outputs, oldest first, each "exit code: output"
 * @param logLines the last log lines, oldest first, at most 50
 * @param blocks the services that wait for this one
 */
public record Evidence(
        String service,
        String reason,
        String container,
        String state,
        String health,
        Optional<Integer> exitCode,
        boolean outOfMemory,
        int restarts,
        List<String> healthChecks,
        List<String> logLines,
        List<String> blocks) {

    public Evidence {
        reason = reason == null ? "" : reason; // what an earlier version wrote has none
        healthChecks = List.copyOf(healthChecks);
        logLines = List.copyOf(logLines);
        blocks = List.copyOf(blocks);
    }
}
