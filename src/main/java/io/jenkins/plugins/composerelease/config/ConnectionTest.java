package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;

/** Test connection: reaches a target from an agent, read only, and saves nothing. */
final class ConnectionTest {
    /** How the built-in node is named in the form; its real name is empty. */
    static final String BUILT_IN = "(built-in)";

    private ConnectionTest() {}

    /** The caller has checked that the user is an administrator. */
    static FormValidation run(String agent, ComposeHost target) throws InterruptedException {
        try {
            RequestSecrets secrets = RequestSecrets.ofJenkins(TaskListener.NULL, Messages.ConnectionTest_title());
            ObjectNode request = request(target, secrets);
            return answer(EngineOnNode.run(node(agent), request, secrets, "connect", "--target", target.targetName()));
        } catch (IOException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    private static ObjectNode request(ComposeHost target, RequestSecrets secrets) throws AbortException {
        ObjectNode entry = target.request(secrets);
        if (!entry.has("files")) {
            entry.putArray("files").add("compose.yaml"); // no file is read, but a target has to name one
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("application", "connection-test");
        request.putObject("targets").set(target.targetName(), entry);
        return request;
    }

    private static Node node(String agent) throws AbortException {
        Node node = BUILT_IN.equals(agent) ? Jenkins.get() : Jenkins.get().getNode(Util.fixNull(agent));
        if (node == null) {
            throw new AbortException(Messages.ConnectionTest_noAgent(agent));
        }
        Computer computer = node.toComputer();
        if (computer == null || computer.isOffline()) {
            throw new AbortException(Messages.ConnectionTest_offline(agent));
        }
        return node;
    }

    private static FormValidation answer(JsonNode result) {
        List<FormValidation> lines = new ArrayList<>();
        for (JsonNode check : result.path("checks")) {
            String text =
                    check.path("name").asText() + ": " + check.path("detail").asText();
            String remedy = check.path("remedy").asText("");
            lines.add(
                    check.path("ok").asBoolean()
                            ? FormValidation.ok(text)
                            : FormValidation.error(remedy.isEmpty() ? text : text + " " + remedy));
        }
        return lines.isEmpty()
                ? FormValidation.error(Messages.ConnectionTest_noAnswer())
                : FormValidation.aggregate(lines);
    }
}
