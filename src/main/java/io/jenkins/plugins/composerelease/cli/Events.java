package io.jenkins.plugins.composerelease.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/**
 * What happens, for programs: lines of the log that begin with RS (0x1E), each with one JSON object. Whoever reads the
 * log for people takes them out.
 */
final class Events {
    private final PrintStream out;
    private final KnownSecrets secrets;
    private final boolean wanted;

    Events(PrintStream out, KnownSecrets secrets, boolean wanted) {
        this.out = out;
        this.secrets = secrets;
        this.wanted = wanted;
    }

    void phaseStarted(Phase phase, String detail) {
        write(phase(phase, "started", detail));
    }

    void phaseEnded(Phase phase, boolean ok, String detail, Duration elapsed) {
        ObjectNode event = phase(phase, ok ? "ok" : "failed", detail);
        event.put("millis", elapsed.toMillis());
        write(event);
    }

    void service(String service, String state, String detail) {
        ObjectNode event = event("service");
        event.put("service", service);
        event.put("state", state);
        event.put("detail", detail);
        event.put("at", Instant.now().toString());
        write(event);
    }

    /** A command that waits now for what it was started for. */
    void ready(String detail) {
        ObjectNode event = event("ready");
        event.put("detail", detail);
        write(event);
    }

    private static ObjectNode phase(Phase phase, String state, String detail) {
        ObjectNode event = event("phase");
        event.put("phase", phase.label());
        event.put("state", state);
        event.put("detail", detail);
        event.put("at", Instant.now().toString());
        return event;
    }

    private static ObjectNode event(String type) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("type", type);
        return event;
    }

    private void write(ObjectNode event) {
        if (wanted) {
            out.println(LogStream.SEPARATOR + Json.line(MaskedJson.of(event, secrets.masker())));
        }
    }
}
