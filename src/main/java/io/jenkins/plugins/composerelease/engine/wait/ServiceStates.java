package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.HashMap;
import java.util.Map;

/** Tells the log each change of a service's state, in the words that {@link ReleaseLog#serviceState} knows. */
final class ServiceStates {
    private final ReleaseLog log;
    private final Map<String, String> last = new HashMap<>();

    ServiceStates(ReleaseLog log) {
        this.log = log;
    }

    /** Nothing for a service that has no container yet. */
    void show(String service, Verdict verdict) {
        if (verdict instanceof Verdict.Failed failed) {
            tell(service, "failed", failed.reason());
        } else if (verdict instanceof Verdict.Ready ready) {
            boolean healthy = ready.how().equals("healthy");
            tell(service, healthy ? "healthy" : "ready", healthy ? "" : ready.how());
        } else if (verdict instanceof Verdict.Waiting waiting) {
            waiting.container().ifPresent(container -> tell(service, word(container), container.describe()));
        }
    }

    private void tell(String service, String state, String detail) {
        if (!state.equals(last.put(service, state))) {
            log.serviceState(service, state, detail);
        }
    }

    private static String word(ContainerState container) {
        return switch (container.status()) {
            case "created", "restarting" -> container.status();
            case "running", "paused" -> container.health().orElse("running");
            default -> "exited";
        };
    }
}
