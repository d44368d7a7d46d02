package io.jenkins.plugins.composerelease.steps.durable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;

/** How a command of the engine ended: its result file. Everything in it is masked. */
public final class EngineResult {
    /** Exit code of a command that was told to stop. */
    static final int STOPPED = 143;

    /** In place of an exit code when nobody knows how the command ended. */
    static final int UNKNOWN = -1;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final ObjectNode json;

    private EngineResult(ObjectNode json) {
        this.json = json;
    }

    /** Of a result file. Null when the text is not one, for example because the command was killed while it wrote. */
    static EngineResult read(String text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode object
                            && object.path("exitCode").isInt()
                    ? new EngineResult(object)
                    : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Of a command that left no result file, such as one that was killed. */
    static EngineResult of(String command, int exitCode, String message) {
        ObjectNode json = JSON.createObjectNode()
                .put("schemaVersion", 1)
                .put("command", command)
                .put("exitCode", exitCode)
                .putNull("output")
                .put("message", message);
        return new EngineResult(json);
    }

    /** An {@link ExitCode}; 143 when it was told to stop; -1 when nobody knows. */
    public int exitCode() {
        return json.path("exitCode").intValue();
    }

    public boolean succeeded() {
        return exitCode() == ExitCode.OK.code();
    }

    /** What the command printed as its result; a missing node when there is none. */
    public JsonNode output() {
        JsonNode output = json.path("output");
        return output.isNull() ? MissingNode.getInstance() : output;
    }

    /** What went wrong and what to do next; empty when it worked. */
    public String message() {
        String message = json.path("message").asText("");
        String advice = json.path("advice").asText("");
        return advice.isEmpty() || message.contains(advice) ? message : message + " " + advice;
    }

    /** The whole result file. */
    public JsonNode json() {
        return json;
    }
}
