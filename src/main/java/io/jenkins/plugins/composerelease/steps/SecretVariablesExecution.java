package io.jenkins.plugins.composerelease.steps;

import hudson.Launcher;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.steps.durable.Launchers;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Secrets as variables only: nothing to write and nothing to remove, so no agent is needed. */
final class SecretVariablesExecution extends PooledExecution {
    private static final long serialVersionUID = 1L;

    private final List<SecretEntry> secrets;
    private boolean begun;

    SecretVariablesExecution(List<SecretEntry> secrets, StepContext context) {
        super(context);
        this.secrets = secrets;
    }

    @Override
    public boolean start() {
        submit();
        return false;
    }

    @Override
    public void onResume() {
        if (!begun) {
            submit();
        }
    }

    @Override
    void work() throws Exception {
        Launcher launcher = getContext().get(Launcher.class);
        if (launcher != null) {
            Launchers.requireNoContainer(launcher, WithReleaseSecretsStep.DescriptorImpl.NAME, "this agent");
        }
        RequestSecrets found = WithReleaseSecretsStep.lookUp(getContext());
        SecretBindings bindings = SecretBindings.of(secrets, found, found);
        if (!isStopped()) {
            WithReleaseSecretsStep.bind(getContext().newBodyInvoker(), getContext(), bindings, Map.of())
                    .withCallback(new Callback())
                    .start();
        }
    }

    private final class Callback extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        @Override
        public void onStart(StepContext context) {
            begun = true;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            getContext().onSuccess(result);
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            getContext().onFailure(failure);
        }
    }
}
