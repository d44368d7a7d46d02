package io.jenkins.plugins.composerelease.steps;

import hudson.EnvVars;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.engine.report.Failure;
import io.jenkins.plugins.composerelease.engine.report.Scope;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
    Scope scope(String stage) {
        if (step.getTarget() != null) {
            return Scope.target(application(), step.getTarget());
        }
        return Scope.stage(
                run.getParent().getFullName(),
                env.get("BRANCH_NAME", ""),
                step.getStage() == null ? stage : step.getStage());
    }

    /** Name of the stage around a node. */
    static String stage(FlowNode node) {
        String stage = StageGraph.stageOf(node);
        return stage.isEmpty() ? NO_STAGE : stage;
    }

    /**
     * @param failed the step that failed, where there is one
     * @param log last lines of output; null means those of the step that failed
     */
    Failure failure(Scope scope, Optional<FlowNode> failed, String error, List<String> log) throws IOException {
        String phase = step.getStage() != null
                ? step.getStage()
                : failed.map(FailureFacts::stage).orElse(stage(now));
        List<String> lines = log != null ? log : failed.isPresent() ? FailedStep.log(failed.get()) : List.of();
        return new Failure(
                scope,
                phase,
                Optional.ofNullable(step.getService()),
                error,
                "",
                Optional.empty(),
                lines,
                origin,
                graph.stages(now, failed));
    }

    private String application() {
        return step.getApplication() == null ? run.getParent().getName() : step.getApplication();
    }
}
