package io.jenkins.plugins.composerelease.steps.durable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One command of the engine: its arguments, its request, and the variables that it gets. Made on a pool thread right before
 * the launch and never persisted: it may hold secrets. Each method changes the call and returns it.
 */
public final class EngineCall {
    private final String command;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private ObjectNode request = JsonNodeFactory.instance.objectNode();
    private RequestSecrets secrets;

    private EngineCall(String command) {
        this.command = command;
    }

    /**
     * @param command name of the command, for example {@code deploy}
     * @param options its options and arguments, never a secret; {@code --file -}, {@code --json}, {@code --result} and {@code
     *     --events} are added
     */
    public static EngineCall of(String command, String... options) {
        return new EngineCall(command).with(options);
    }

    /** Adds options. */
    public EngineCall with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /**
     * @param newRequest the request, with references instead of secrets; by default empty
     * @param newSecrets what the references of the request name
     */
    public EngineCall request(ObjectNode newRequest, RequestSecrets newSecrets) {
        request = newRequest;
        secrets = newSecrets;
        return this;
    }

    /** Adds variables that are no secret to the environment of the engine. */
    public EngineCall environment(Map<String, String> more) {
        environment.putAll(more);
        return this;
    }

    String command() {
        return command;
    }

    List<String> options() {
        return List.copyOf(options);
    }

    ObjectNode request() {
        return request;
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** Name and base64 value of each secret. */
    Map<String, String> secrets() {
        return secrets == null ? Map.of() : secrets.environment();
    }
}
