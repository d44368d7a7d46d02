package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.composerelease.credentials.CredentialBoxes;
import io.jenkins.plugins.composerelease.engine.report.FailureReporter;
import io.jenkins.plugins.composerelease.engine.report.Scope;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Step {@code reportFailure}. */
public final class ReportFailureStep extends GitHubStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public ReportFailureStep() {
        // everything has a default
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(this, context);
    }

    private static final class Execution extends PooledExecution {
        private static final long serialVersionUID = 1L;

        private final ReportFailureStep step;
        private boolean ended;
        private Object value;
        private Throwable failure;

        Execution(ReportFailureStep step, StepContext context) {
            super(context);
            this.step = step;
        }

        @Override
        public boolean start() {
            getContext().newBodyInvoker().withCallback(new Callback()).start();
            return false;
        }

        @Override
        public void onResume() {
            if (ended) {
                submit();
            }
        }

        /** The body's failure is the step's, whatever becomes of the report. */
        @Override
        Throwable endingWhenStopped(Throwable cause) {
            return failure == null ? cause : failure;
        }

        @Override
        void work() throws Exception {
            try {
                report();
            } catch (Exception e) {
                new ListenerLog(getContext().get(TaskListener.class))
                        .warn("The " + (failure == null ? "success" : "failure") + " was not reported to GitHub: "
                                + e.getMessage());
            }
            if (failure == null) {
                succeed(value);
            } else {
                fail(failure);
            }
        }

        private void report() throws Exception {
            FailureReporter reporter = IssueDesk.open(step, getContext(), DescriptorImpl.NAME);
            FailureFacts facts = new FailureFacts(step, getContext());
            Scope scope = facts.scope(FailureFacts.stage(getContext().get(FlowNode.class)));
            if (failure == null) {
                reporter.resolve(
                        scope, facts.origin(), getContext().get(Run.class).getDisplayName());
                return;
            }
            Optional<String> reported = facts.reported(failure);
            if (reported.isPresent()) {
                new ListenerLog(getContext().get(TaskListener.class)).progress("issue " + reported.get());
                return;
            }
            Optional<FlowNode> origin = Optional.ofNullable(
                    ErrorAction.findOrigin(failure, getContext().get(FlowExecution.class)));
            reporter.report(facts.failure(scope, origin, failure, null, null)).ifPresent(facts::show);
        }

        private void end(Object result, Throwable thrown) {
            value = result;
            failure = thrown;
            ended = true;
            getContext().saveState();
            submit();
        }

        private final class Callback extends BodyExecutionCallback {
            private static final long serialVersionUID = 1L;

            @Override
            public void onSuccess(StepContext context, Object result) {
                end(result, null);
            }

            @Override
            public void onFailure(StepContext context, Throwable thrown) {
                if (thrown instanceof FlowInterruptedException) {
                    getContext().onFailure(thrown);
                } else {
                    end(null, thrown);
                }
            }
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "reportFailure";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ReportFailureStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class);
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return CredentialBoxes.fill(item, credentialsId, "text", "password");
        }
    }
}
