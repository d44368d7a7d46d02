package io.jenkins.plugins.composerelease.steps;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.io.IOException;
import java.util.Locale;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Names of compose projects on an agent, where other builds have theirs at the same time. */
final class ProjectName {
    private static final int NAME_LENGTH = 30;
    private static final int DIGEST_LENGTH = 8;

    private ProjectName() {}

    /**
     * @param given the step's parameter; null means a name that only this build has
     */
    static String of(String given, StepContext context) throws IOException, InterruptedException {
        if (given == null) {
            return of(context.get(Run.class));
        }
        try {
            return Names.project(given);
        } catch (InvalidInputException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** The same for a block: its default differs in each block, as a build may run several at a time. */
    static String ofBlock(String given, StepContext context) throws IOException, InterruptedException {
        return given == null
                ? of(null, context) + "-" + context.get(FlowNode.class).getId()
                : of(given, context);
    }

    /** The job's name is for people; what makes it unique is the digest of its full name. */
    private static String of(Run<?, ?> run) {
        String job = run.getParent().getName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String name = ("job-" + job).replaceAll("-+", "-").replaceAll("-$", "");
        String digest = Util.getDigestOf(run.getParent().getFullName()).substring(0, DIGEST_LENGTH);
        return name.substring(0, Math.min(name.length(), NAME_LENGTH)) + "-" + digest + "-" + run.getNumber();
    }
}
