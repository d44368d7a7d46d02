package io.jenkins.plugins.composerelease.steps;

import hudson.AbortException;
import hudson.console.AnnotatedLargeText;
import hudson.console.ConsoleNote;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.actions.LogAction;
import org.jenkinsci.plugins.workflow.graph.AtomNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graph.StepNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** What a failed step of a Pipeline tells about its failure. */
final class FailedStep {
    private static final int LINES = 50;
    private static final int BYTES = 64 * 1024;

    private FailedStep() {}

    /** {@code sh: script returned exit code 1}; without the step's name for {@code error} and outside of steps. */
    static String error(FlowNode node, Throwable error) {
        String step = node instanceof StepNode named && named.getDescriptor() != null
                ? named.getDescriptor().getFunctionName()
                : "";
        boolean plain = step.isEmpty() || step.equals("error") || !(node instanceof AtomNode);
        return plain ? message(error) : step + ": " + message(error);
    }

    /** The message, after the exception's name where it is not one that Jenkins shows by its message alone. */
    static String message(Throwable error) {
        if (error instanceof FlowInterruptedException interrupted) {
            String causes = interrupted.getCauses().stream()
                    .map(CauseOfInterruption::getShortDescription)
                    .collect(Collectors.joining("; "));
            return causes.isEmpty() ? "interrupted" : causes;
        }
        String message = error.getMessage();
        if (message == null || message.isBlank()) {
            return error.getClass().getName();
        }
        return error instanceof AbortException || error instanceof MaskedException
                ? message
                : error.getClass().getSimpleName() + ": " + message;
    }

    /** The last lines of the step's log, oldest first; masked, as everybody sees them. */
    static List<String> log(FlowNode node) throws IOException {
        LogAction action = node.getAction(LogAction.class);
        if (action == null) {
            return List.of();
        }
        AnnotatedLargeText<?> text = action.getLogText();
        long start = Math.max(0, text.length() - BYTES);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text.writeRawLogTo(start, out);
        List<String> lines = out.toString(StandardCharsets.UTF_8)
                .lines()
                .skip(start > 0 ? 1 : 0)
                .map(ConsoleNote::removeNotes)
                .toList();
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }
}
