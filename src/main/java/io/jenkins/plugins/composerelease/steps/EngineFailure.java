package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import hudson.model.Run;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.ui.ReleaseAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a command of the engine left about its failure: its result file, where everything is masked. */
final class EngineFailure {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final JsonNode result;

    private EngineFailure(JsonNode result) {
        this.result = result;
    }

    /** The failure of the run's command with which the error began, if it was one. */
    static Optional<EngineFailure> of(Run<?, ?> run, Throwable error) {
        ReleaseAction action = run.getAction(ReleaseAction.class);
        if (action == null || error.getMessage() == null) {
            return Optional.empty();
        }
        return action.failures().stream()
                .map(EngineFailure::read)
                .filter(failure -> !failure.text(failure.result, "message").isEmpty()
                        && error.getMessage().startsWith(failure.text(failure.result, "message")))
                .findFirst();
    }

    static EngineFailure read(String json) {
        try {
            return new EngineFailure(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            return new EngineFailure(JSON.missingNode());
        }
    }

    /** Page of the issue that the command itself opened or commented on. */
    Optional<String> issue() {
        return some(text(result, "issue"));
    }

    Optional<String> phase() {
        return some(text(result.path("failure"), "phase"));
    }

    /** The service that failed first. */
    Optional<String> service() {
        return some(text(result.path("failure"), "service")).or(() -> evidence().map(Evidence::service));
    }

    /** What happened, without advice. */
    String error() {
        String message = text(result, "message");
        String end = advice();
        return !end.isEmpty() && message.endsWith(end)
                ? message.substring(0, message.length() - end.length()).strip()
                : message;
    }

    String advice() {
        return text(result, "advice");
    }

    List<String> log() {
        return lines(result.path("failure"), "log");
    }

    Optional<Evidence> evidence() {
        JsonNode seen = result.path("evidence");
        if (!seen.isObject()) {
            return Optional.empty();
        }
        return Optional.of(new Evidence(
                text(seen, "service"),
                text(seen, "reason"),
                text(seen, "container"),
                text(seen, "state"),
                text(seen, "health"),
                seen.path("exitCode").isInt()
                        ? Optional.of(seen.path("exitCode").asInt())
                        : Optional.empty(),
                seen.path("outOfMemory").asBoolean(),
                seen.path("restarts").asInt(),
                lines(seen, "healthChecks"),
                lines(seen, "logLines"),
                lines(seen, "blocks")));
    }

    private String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static List<String> lines(JsonNode node, String field) {
        List<String> lines = new ArrayList<>();
        node.path(field).forEach(line -> lines.add(line.asText()));
        return lines;
    }
}
