package io.jenkins.plugins.composerelease.steps;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.engine.report.Failure;
import io.jenkins.plugins.composerelease.engine.report.Scope;
import io.jenkins.plugins.composerelease.engine.spi.IssueTracker.Issue;
import io.jenkins.plugins.composerelease.ui.ReleaseAction;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import jenkins.scm.api.SCMHead;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** What a run's Pipeline tells about a failure, for its issue. */
final class FailureFacts {
    /** Stands for the stage of what runs in none. */
    static final String NO_STAGE = "Pipeline";

    private final GitHubStep step;
    private final Run<?, ?> run;
    private final EnvVars env;
    private final io.jenkins.plugins.composerelease.engine.report.Run origin;
    private final StageGraph graph;
    private final FlowNode now;

    FailureFacts(GitHubStep step, StepContext context) throws IOException, InterruptedException {
        this.step = step;
        this.run = context.get(Run.class);
        this.env = context.get(EnvVars.class);
        this.origin = RunOrigin.of(run, env, context.get(TaskListener.class));
        this.graph = new StageGraph(context.get(FlowExecution.class));
        this.now = context.get(FlowNode.class);
    }

    io.jenkins.plugins.composerelease.engine.report.Run origin() {
        return origin;
    }

    StageGraph graph() {
        return graph;
    }

    /** The target where the step names one, otherwise the stage it names, otherwise {@code stage}. */
    Scope scope(String stage) throws AbortException {
        Job<?, ?> job = run.getParent();
        if (step.getTarget() != null) {
            return Scope.target(ApplicationName.of(step.getApplication(), job), step.getTarget());
        }
        String name = step.getStage() == null ? stage : step.getStage();
        SCMHead head = SCMHead.HeadByItem.findHead(job);
        return head != null && job.getParent() instanceof Item project
                ? Scope.stage(project.getFullName(), head.getName(), name)
                : Scope.stage(job.getFullName(), env.get("BRANCH_NAME", ""), name);
    }

    /** Name of the stage around a node. */
    static String stage(FlowNode node) {
        String stage = StageGraph.stageOf(node);
        return stage.isEmpty() ? NO_STAGE : stage;
    }

    /**
     * The failure of a step. Where it was a step of this plugin, what its command found out wins over the step's log.
     *
     * @param failed the step that failed, where there is one
     * @param error what happened; null means what the step's exception says
     * @param log last lines of output; null means those of the step that failed
     */
    Failure failure(Scope scope, Optional<FlowNode> failed, Throwable thrown, String error, List<String> log)
            throws IOException {
        Optional<EngineFailure> engine = thrown == null ? Optional.empty() : EngineFailure.of(run, thrown);
        String around = failed.map(FailureFacts::stage).orElse(stage(now));
        String phase =
                step.getStage() == null ? engine.flatMap(EngineFailure::phase).orElse(around) : step.getStage();
        Optional<String> service =
                step.getService() == null ? engine.flatMap(EngineFailure::service) : Optional.of(step.getService());
        String text = error != null ? error : engine.map(EngineFailure::error).orElseGet(() -> said(failed, thrown));
        return new Failure(
                scope,
                phase,
                service,
                text,
                engine.map(EngineFailure::advice).orElse(""),
                engine.flatMap(EngineFailure::evidence),
                log == null ? lines(failed, engine) : log,
                origin,
                graph.stages(now, failed));
    }

    /** Page of the issue that the failed step's command has reported to already. */
    Optional<String> reported(Throwable thrown) {
        return thrown == null ? Optional.empty() : EngineFailure.of(run, thrown).flatMap(EngineFailure::issue);
    }

    /** Puts an issue on the run's page. */
    void show(Issue issue) {
        ReleaseAction.of(run).issue(issue.url(), "#" + issue.number() + " " + issue.title());
    }

    private static String said(Optional<FlowNode> failed, Throwable thrown) {
        return failed.map(node -> FailedStep.error(node, thrown)).orElseGet(() -> FailedStep.message(thrown));
    }

    private static List<String> lines(Optional<FlowNode> failed, Optional<EngineFailure> engine) throws IOException {
        List<String> found = engine.map(EngineFailure::log).orElse(List.of());
        return found.isEmpty() && failed.isPresent() ? FailedStep.log(failed.get()) : found;
    }
}
