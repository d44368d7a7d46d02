package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.MissingContextVariableException;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** Step {@code withReleaseSecrets}. */
public final class WithReleaseSecretsStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<SecretEntry> secrets;

    @DataBoundConstructor
    public WithReleaseSecretsStep(List<SecretEntry> secrets) {
        this.secrets = secrets == null ? new ArrayList<>() : new ArrayList<>(secrets);
    }

    public List<SecretEntry> getSecrets() {
        return new ArrayList<>(secrets);
    }

    /** Files need a machine to be on; variables alone need none. */
    @Override
    public StepExecution start(StepContext context) throws Exception {
        if (secrets.isEmpty()) {
            throw new AbortException(DescriptorImpl.NAME + " got no secrets. Give at least one, for example"
                    + " secret(credentialsId: 'db', env: 'DB_PASSWORD').");
        }
        SecretBindings.requireDistinct(secrets);
        if (!SecretBindings.hasFiles(secrets)) {
            return new SecretVariablesExecution(getSecrets(), context);
        }
        if (context.get(FilePath.class) == null || context.get(Launcher.class) == null) {
            throw new MissingContextVariableException(FilePath.class, getDescriptor());
        }
        return new SecretFilesExecution(getSecrets(), context);
    }

    static RequestSecrets lookUp(StepContext context) throws Exception {
        return new RequestSecrets(context.get(Run.class), context.get(TaskListener.class), DescriptorImpl.NAME);
    }

    static BodyInvoker bind(BodyInvoker body, StepContext context, SecretBindings bindings, Map<String, String> paths)
            throws Exception {
        EnvironmentExpander variables =
                EnvironmentExpander.merge(context.get(EnvironmentExpander.class), new SecretVariables(bindings, paths));
        return bindings.mask().around(body.withContext(variables), context);
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "withReleaseSecrets";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.WithReleaseSecretsStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }
    }
}
