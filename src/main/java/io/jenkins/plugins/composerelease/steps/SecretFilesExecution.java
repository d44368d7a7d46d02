package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Run;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.steps.durable.EngineBlockExecution;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Secrets as files too: the engine writes them to the agent's tmpfs before the body and removes them after it. */
final class SecretFilesExecution extends EngineBlockExecution {
    private static final long serialVersionUID = 1L;

    private final List<SecretEntry> secrets;
    /** Name of this block's set of files. */
    private final String name = UUID.randomUUID().toString();

    /** Null after a restart in the middle of the first command. */
    private SecretBindings bindings;

    SecretFilesExecution(List<SecretEntry> secrets, StepContext context) {
        super(context);
        this.secrets = secrets;
    }

    @Override
    protected EngineCall call() throws Exception {
        RequestSecrets forFiles = WithReleaseSecretsStep.lookUp(getContext());
        bindings = SecretBindings.of(secrets, forFiles, WithReleaseSecretsStep.lookUp(getContext()));
        ObjectNode request = bindings.fileRequest();
        StackOwner.put(request, getContext().get(Run.class));
        return EngineCall.of("secrets", "write", "--name", name).request(request, forFiles);
    }

    @Override
    protected BodyInvoker body(BodyInvoker invoker, EngineResult started) throws Exception {
        Map<String, String> paths = new TreeMap<>();
        for (Map.Entry<String, JsonNode> file : started.output().path("files").properties()) {
            paths.put(SecretBindings.variable(file.getKey()), file.getValue().asText());
        }
        if (bindings == null) {
            RequestSecrets again = WithReleaseSecretsStep.lookUp(getContext());
            bindings = SecretBindings.of(secrets, again, again);
        }
        return WithReleaseSecretsStep.bind(invoker, getContext(), bindings, paths);
    }

    @Override
    protected EngineCall cleanUp(boolean bodySucceeded) {
        return EngineCall.of("secrets", "remove", "--name", name).request(SecretBindings.request(), null);
    }
}
