package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.console.HyperlinkNote;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.steps.bean.ApprovalAction;
import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import io.jenkins.plugins.composerelease.steps.bean.ReleasePlan;
import io.jenkins.plugins.composerelease.ui.ReleaseAction;
import java.io.Serializable;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStep;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Step {@code approveRelease}: the {@code input} step's own execution, bound to a plan. */
public final class ApproveReleaseStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String APPROVER = "approver";

    private final String plan;
    private String submitter;
    private String message;
    private String ok;

    @DataBoundConstructor
    public ApproveReleaseStep(String plan) {
        this.plan = Util.fixEmptyAndTrim(plan);
    }

    public String getPlan() {
        return plan;
    }

    /** Users and groups, with commas; null means the target's approvers. */
    public String getSubmitter() {
        return submitter;
    }

    @DataBoundSetter
    public void setSubmitter(String submitter) {
        this.submitter = Util.fixEmptyAndTrim(submitter);
    }

    public String getMessage() {
        return message;
    }

    @DataBoundSetter
    public void setMessage(String message) {
        this.message = Util.fixEmptyAndTrim(message);
    }

    public String getOk() {
        return ok;
    }

    @DataBoundSetter
    public void setOk(String ok) {
        this.ok = Util.fixEmptyAndTrim(ok);
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        Run<?, ?> run = context.get(Run.class);
        PlanAction planned = PlanAction.find(run, plan);
        ReleaseTarget target = ReleaseTarget.of(planned, DescriptorImpl.NAME).requireAdmission(run);
        ReleaseAction page = ReleaseAction.of(run);
        String url = '/' + run.getUrl() + page.getUrlName() + '/';
        InputStep input = new InputStep(question(planned) + " "
                + Messages.ApproveReleaseStep_where(planned.id(), planned.targetName(), absolute(url)));
        input.setId(planned.nextInput());
        input.setOk(ok == null ? Messages.ApproveReleaseStep_ok() : ok);
        input.setSubmitter(Approvers.submitters(target, submitter));
        input.setSubmitterParameter(APPROVER);
        run.save();
        context.get(FlowNode.class).addAction(new ApprovalAction(planned.hash(), planned.target()));
        context.get(TaskListener.class)
                .getLogger()
                .println(HyperlinkNote.encodeTo(url, Messages.ApproveReleaseStep_link(planned.id())));
        return input.start(new ApprovalContext(context, planned.id()));
    }

    /** What the Jenkinsfile asks never stands alone: plan and target are named after it. */
    private String question(PlanAction planned) {
        if (message != null) {
            return message.lines()
                    .map(String::strip)
                    .reduce((a, b) -> a + " " + b)
                    .orElse("");
        }
        ReleasePlan shown = new ReleasePlan(planned.json());
        long changes = shown.getChanges().stream()
                .filter(change -> !change.get("action").equals("KEEP"))
                .count();
        int migrations = shown.getMigrations().size();
        String revision =
                shown.getRevision().substring(0, Math.min(7, shown.getRevision().length()));
        String what = Messages.ApproveReleaseStep_message(
                planned.application(), revision, planned.targetName(), changes, migrations);
        return shown.isDestructive() ? what + " " + Messages.ApproveReleaseStep_destructive() : what;
    }

    private static String absolute(String url) {
        String root = Jenkins.get().getRootUrl();
        return root == null ? url : root + url.substring(1);
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "approveRelease";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ApproveReleaseStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }
    }
}
