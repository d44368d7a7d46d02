package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.config.PublishedImageEntry;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import io.jenkins.plugins.composerelease.config.WaitCondition;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Makes the engine's calls of a step that starts services on the agent. */
final class StackCall {
    private final StackStep step;
    private final StepContext context;
    private final String project;

    StackCall(StackStep step, StepContext context, String project) {
        this.step = step;
        this.context = context;
        this.project = project;
    }

    EngineCall up() throws IOException, InterruptedException {
        RequestSecrets secrets = secrets(context.get(TaskListener.class));
        ObjectNode request = request();
        putSecrets(request, secrets);
        EngineCall call = EngineCall.of("up")
                .request(request, secrets)
                .environment(StackEnvironment.forgotten(context.get(EnvVars.class)));
        return step.isBuild() ? call : call.with("--no-build");
    }

    /** By the project's name alone: the workspace and its variables may be gone by now. */
    static EngineCall down(String project) {
        return EngineCall.of("down").request(removal(project), null);
    }

    /**
     * The same for what the step started. Where the step failed, the services' logs are written first, if that can be done
     * without its secrets.
     *
     * @param directory of the call on the agent, or null
     * @param log is told why there are none
     */
    EngineCall down(boolean succeeded, FilePath directory, Consumer<String> log) {
        if (!succeeded && directory != null && !StackStep.NONE.equals(step.getLogs())) {
            try {
                return downWithLogs(StackLogs.in(directory));
            } catch (IOException | InterruptedException | RuntimeException e) {
                log.accept("The logs of the services are not kept, as secrets in them could not be hidden: "
                        + e.getMessage());
            }
        }
        return down(project);
    }

    private EngineCall downWithLogs(FilePath directory) throws IOException, InterruptedException {
        ObjectNode request = removal(project);
        RequestSecrets secrets = secrets(TaskListener.NULL); // the start said in the log which credentials are used
        putSecrets(request, secrets);
        return EngineCall.of("down", "--logs", directory.getRemote()).request(request, secrets);
    }

    private static ObjectNode removal(String project) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("application", project);
        request.putObject("compose").put("project", project);
        return request;
    }

    private RequestSecrets secrets(TaskListener listener) throws IOException, InterruptedException {
        return new RequestSecrets(
                context.get(Run.class), listener, step.getDescriptor().getFunctionName());
    }

    private void putSecrets(ObjectNode request, RequestSecrets secrets) throws AbortException {
        if (step.getSecrets() != null) {
            for (SecretEntry secret : step.getSecrets()) {
                request.withArray("/secrets").add(secret.request(secrets));
            }
        }
    }

    private ObjectNode request() throws IOException, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("application", project);
        ObjectNode compose = request.putObject("compose").put("project", project);
        put(compose, "files", step.getFiles());
        put(compose, "services", step.getServices());
        put(compose, "profiles", step.getProfiles());
        put(compose, "envFiles", step.getEnvFiles());
        if (step.getVariables() != null) {
            ObjectNode variables = compose.putObject("variables");
            for (String variable : step.getVariables()) {
                put(variables, variable);
            }
        }
        if (step.getTimeout() != null) {
            compose.put("timeout", step.getTimeout());
        }
        if (step.getWait() != null) {
            compose.set("wait", WaitCondition.request(step.getWait()));
        }
        if (step.getImages() != null) {
            for (PublishedImageEntry image : step.getImages()) {
                compose.withArray("/images").add(image.stackRequest());
            }
        }
        if (!logs().equals(StackStep.FAILING)) {
            compose.put("logs", logs());
        }
        if (step.isFreePorts()) {
            compose.put("freePorts", true);
        }
        if (step.getProject() == null) { // others may not be this build's alone
            StackOwner.put(compose, context.get(Run.class));
        }
        return request;
    }

    private String logs() throws AbortException {
        if (!StackStep.LOGS.contains(step.getLogs())) {
            throw new AbortException("logs is '" + step.getLogs() + "', expected one of: "
                    + String.join(", ", StackStep.LOGS) + ". Choose one of them.");
        }
        return step.getLogs();
    }

    private static void put(ObjectNode compose, String key, List<String> values) {
        if (values != null) {
            values.forEach(compose.withArray("/" + key)::add);
        }
    }

    private static void put(ObjectNode variables, String variable) throws AbortException {
        int end = variable.indexOf('=');
        if (end < 1) {
            throw new AbortException(
                    "Variable '" + variable + "' has no value, expected NAME=value. Write it like that.");
        }
        try {
            variables.put(Names.variable("variable", variable.substring(0, end)), variable.substring(end + 1));
        } catch (InvalidInputException e) {
            throw new AbortException(e.getMessage());
        }
    }
}
