package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.composerelease.credentials.CredentialBoxes;
import io.jenkins.plugins.composerelease.engine.report.FailureReporter;
import io.jenkins.plugins.composerelease.engine.report.Scope;
import io.jenkins.plugins.composerelease.engine.report.StageResult;
import io.jenkins.plugins.composerelease.engine.spi.IssueTracker.Issue;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Step {@code githubIssue}. */
public final class GithubIssueStep extends GitHubStep {
    private static final long serialVersionUID = 1L;

    private String error;
    private String log;
    private boolean resolved;

    @DataBoundConstructor
    public GithubIssueStep() {
        // everything has a default
    }

    public String getError() {
        return error;
    }

    @DataBoundSetter
    public void setError(String error) {
        this.error = Util.fixEmptyAndTrim(error);
    }

    public String getLog() {
        return log;
    }

    @DataBoundSetter
    public void setLog(String log) {
        this.log = Util.fixEmpty(log);
    }

    public boolean isResolved() {
        return resolved;
    }

    @DataBoundSetter
    public void setResolved(boolean resolved) {
        this.resolved = resolved;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(this, context);
    }

    private static final class Execution extends PooledExecution {
        private static final long serialVersionUID = 1L;

        private final GithubIssueStep step;

        Execution(GithubIssueStep step, StepContext context) {
            super(context);
            this.step = step;
        }

        @Override
        public boolean start() {
            submit();
            return false;
        }

        @Override
        public void onResume() {
            submit();
        }

        @Override
        void work() throws Exception {
            FailureReporter reporter = IssueDesk.open(step, getContext(), DescriptorImpl.NAME);
            FailureFacts facts = new FailureFacts(step, getContext());
            Optional<String> url = step.resolved ? resolve(reporter, facts) : report(reporter, facts);
            succeed(url.orElse(null));
        }

        private Optional<String> report(FailureReporter reporter, FailureFacts facts)
                throws IOException, InterruptedException {
            Optional<FlowNode> failed = facts.graph().firstFailure();
            Throwable thrown = failed.map(node -> node.getError().getError()).orElse(null);
            String error =
                    step.error == null && failed.isEmpty() ? bad(getContext().get(Run.class)) : step.error;
            if (error == null && failed.isEmpty()) {
                new ListenerLog(getContext().get(TaskListener.class))
                        .warn("No issue: nothing has failed in this build, and githubIssue was given no error.");
                return Optional.empty();
            }
            Optional<String> reported = error == null ? facts.reported(thrown) : Optional.empty();
            if (reported.isPresent()) {
                return reported;
            }
            Scope scope = facts.scope(failed.map(FailureFacts::stage).orElse(FailureFacts.NO_STAGE));
            List<String> log = step.log == null ? null : step.log.lines().toList();
            Optional<Issue> issue = reporter.report(facts.failure(scope, failed, thrown, error, log));
            issue.ifPresent(facts::show);
            return issue.map(Issue::url);
        }

        /** Of a build whose result was set without an error. */
        private static String bad(Run<?, ?> run) {
            Result result = run.getResult();
            return result == null || result.isBetterOrEqualTo(Result.SUCCESS) ? null : "the build is " + result;
        }

        /** Without a target or stage every stage that ended well works again. */
        private Optional<String> resolve(FailureReporter reporter, FailureFacts facts)
                throws IOException, InterruptedException {
            FlowNode now = getContext().get(FlowNode.class);
            Set<Scope> scopes = new LinkedHashSet<>();
            for (StageResult stage : facts.graph().stages(now, Optional.empty())) {
                if (stage.result() == StageResult.Result.OK) {
                    scopes.add(facts.scope(stage.name()));
                }
            }
            scopes.add(facts.scope(FailureFacts.NO_STAGE));
            String release = getContext().get(Run.class).getDisplayName();
            Optional<String> first = Optional.empty();
            for (Scope scope : scopes) {
                List<Issue> closed = reporter.resolve(scope, facts.origin(), release);
                closed.forEach(facts::show);
                if (first.isEmpty() && !closed.isEmpty()) {
                    first = Optional.of(closed.get(0).url());
                }
            }
            return first;
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "githubIssue";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.GithubIssueStep_displayName();
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
