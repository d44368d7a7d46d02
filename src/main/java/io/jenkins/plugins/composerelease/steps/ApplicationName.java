package io.jenkins.plugins.composerelease.steps;

import hudson.AbortException;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import jenkins.scm.api.SCMHead;

/** Name of the application that a step is about. */
final class ApplicationName {
    private static final int LONGEST = 63;

    private ApplicationName() {}

    /**
     * @param given the step's parameter; null means the job's name, and in a multibranch project that project's name
     * @throws AbortException if the given name is not valid
     */
    static String of(String given, Job<?, ?> job) throws AbortException {
        if (given == null) {
            return made(project(job));
        }
        try {
            return Names.name("application", given);
        } catch (InvalidInputException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private static String project(Job<?, ?> job) {
        ItemGroup<?> parent = job.getParent();
        return parent instanceof Item project && SCMHead.HeadByItem.findHead(job) != null
                ? project.getName()
                : job.getName();
    }

    /** Any name as a valid one, also for the compose project that is called after it. */
    private static String made(String name) {
        String valid = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return valid.isEmpty() ? "application" : valid.substring(0, Math.min(valid.length(), LONGEST));
    }
}
