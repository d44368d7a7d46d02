package io.jenkins.plugins.composerelease.steps;

import io.jenkins.plugins.composerelease.engine.report.StageResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.ThreadNameAction;
import org.jenkinsci.plugins.workflow.actions.TimingAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.BlockEndNode;
import org.jenkinsci.plugins.workflow.graph.BlockStartNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graph.StepNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/** Stages and failures in the graph of a Pipeline, as it is when this is made. */
final class StageGraph {
    private final List<FlowNode> nodes;
    private final Map<FlowNode, BlockEndNode<?>> ends = new HashMap<>();

    StageGraph(FlowExecution execution) {
        nodes = new ArrayList<>(new DepthFirstScanner().allNodes(execution));
        nodes.sort(Comparator.comparingInt(node -> Integer.parseInt(node.getId())));
        for (FlowNode node : nodes) {
            if (node instanceof BlockEndNode<?> end) {
                ends.put(end.getStartNode(), end);
            }
        }
    }

    /** Name of the innermost stage around a node, or empty. */
    static String stageOf(FlowNode node) {
        return node.getEnclosingBlocks().stream()
                .filter(StageGraph::isStage)
                .findFirst()
                .map(StageGraph::name)
                .orElse("");
    }

    /**
     * The step that failed first and whose failure no {@code retry} or {@code catchError} around it made good; where all
     * were made good, the first of these. An interruption counts only when nothing else failed.
     */
    Optional<FlowNode> firstFailure() {
        List<FlowNode> failed =
                nodes.stream().filter(node -> node.getError() != null).toList();
        Comparator<FlowNode> order = Comparator.comparing((FlowNode node) -> isInterruption(node))
                .thenComparing(this::isMadeGood)
                .thenComparing(failed::indexOf);
        return failed.stream().min(order);
    }

    /** The stages in the order in which they began, without the one around {@code now}. */
    List<StageResult> stages(FlowNode now, Optional<FlowNode> failure) {
        List<StageResult> result = new ArrayList<>();
        for (FlowNode node : nodes) {
            if (isStage(node) && !now.getEnclosingBlocks().contains(node)
                    || failure.isPresent() && failure.get().getEnclosingBlocks().contains(node) && isStage(node)) {
                result.add(result(node, failure));
            }
        }
        return result;
    }

    private StageResult result(FlowNode start, Optional<FlowNode> failure) {
        BlockEndNode<?> end = ends.get(start);
        long until = end == null ? System.currentTimeMillis() : TimingAction.getStartTime(end);
        Duration duration = Duration.ofMillis(Math.max(0, until - TimingAction.getStartTime(start)));
        boolean failed = end != null && end.getError() != null
                || failure.isPresent() && failure.get().getEnclosingBlocks().contains(start);
        StageResult.Result result =
                failed ? StageResult.Result.FAILED : end == null ? StageResult.Result.RUNNING : StageResult.Result.OK;
        return new StageResult(name(start), result, Optional.of(duration));
    }

    private boolean isMadeGood(FlowNode failed) {
        for (BlockStartNode block : failed.getEnclosingBlocks()) {
            BlockEndNode<?> end = ends.get(block);
            if (end != null && end.getError() == null) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInterruption(FlowNode node) {
        ErrorAction error = node.getError();
        return error != null && error.getError() instanceof FlowInterruptedException;
    }

    /** Branches of {@code parallel} have a label too, beside the name of their thread. */
    private static boolean isStage(FlowNode node) {
        if (!(node instanceof BlockStartNode) || !(node instanceof StepNode step)) {
            return false;
        }
        StepDescriptor descriptor = step.getDescriptor();
        return descriptor != null
                && descriptor.getFunctionName().equals("stage")
                && node.getPersistentAction(LabelAction.class) != null
                && node.getPersistentAction(ThreadNameAction.class) == null;
    }

    private static String name(FlowNode stage) {
        return stage.getPersistentAction(LabelAction.class).getDisplayName();
    }
}
