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

    /**
     * Of a command that ended and left no result file.
     *
     * @param place where it ran, as the log says it
     */
    static EngineResult silent(String command, String place, int exitCode) {
        if (exitCode == EngineScript.NO_JAVA) {
            return of(
                    command,
                    exitCode,
                    "Java 17 or newer was not found on " + place
                            + "; the log above says what is there. Install it, or let JAVA_HOME name it.");
        }
        String failed = "'" + command + "' on " + place + " ended with code " + exitCode
                + " and left no result. Its last log lines are above.";
        return of(command, exitCode, exitCode == 0 ? null : failed);
    }

    /** Of a command of which nobody knows how it ended, or whether. */
    static EngineResult unknown(String command, String place, String why) {
        return of(
                command,
                UNKNOWN,
                "The outcome of '" + command + "' on " + place + " is not known: " + why
                        + ". Look at what it changed before you run it again.");
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
