package io.jenkins.plugins.composerelease.config;

import hudson.AbortException;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.List;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import jenkins.scm.api.mixin.TagSCMHead;

/**
 * Which jobs and branches may release to a target.
 *
 * @param jobs full names, {@code *} for any characters; empty means all
 * @param branches branch names, {@code *} for any characters; empty means all
 */
record Admission(String target, List<String> jobs, List<String> branches) {
    private static final String TAGS = "refs/tags/";

    void require(Run<?, ?> run) throws AbortException {
        Job<?, ?> job = run.getParent();
        if (!jobs.isEmpty() && !matches(jobs, job.getFullName())) {
            throw new AbortException("Job '" + Text.printable(job.getFullName()) + "' may not release to target '"
                    + target + "', expected one of: " + String.join(", ", jobs)
                    + ". Ask an administrator to add it to the target's jobs in Manage Jenkins, System.");
        }
        if (!branches.isEmpty()) {
            requireBranch(job);
        }
    }

    /** The branch comes from the job, as Jenkins made it: the build's environment can be changed by its Jenkinsfile. */
    private void requireBranch(Job<?, ?> job) throws AbortException {
        SCMHead head = SCMHead.HeadByItem.findHead(job);
        if (head == null) {
            throw new AbortException("Job '" + Text.printable(job.getFullName())
                    + "' is not part of a multibranch project, so its branch cannot be known for certain; target '"
                    + target + "' takes only: " + String.join(", ", branches)
                    + ". Release from a multibranch project, or have the target limited by jobs instead.");
        }
        if (!admits(head)) {
            throw new AbortException(kind(head) + " '" + Text.printable(head.getName())
                    + "' may not be released to target '" + target + "', expected one of: "
                    + String.join(", ", branches)
                    + ". Release from one of these, or ask an administrator to add it to the target's branches.");
        }
    }

    /**
     * Whoever may push a tag need not be allowed to push to the branch of that name, and whoever opens a change request may
     * push nothing at all: a tag is only admitted as {@code refs/tags/...}, a change request not by {@code *} alone.
     */
    private boolean admits(SCMHead head) {
        boolean tag = head instanceof TagSCMHead;
        List<String> globs = branches.stream()
                .filter(glob -> glob.startsWith(TAGS) == tag)
                .filter(glob -> !(head instanceof ChangeRequestSCMHead) || !glob.startsWith("*"))
                .toList();
        return matches(globs, tag ? TAGS + head.getName() : head.getName());
    }

    private static String kind(SCMHead head) {
        return head instanceof TagSCMHead ? "Tag" : head instanceof ChangeRequestSCMHead ? "Change request" : "Branch";
    }

    private static boolean matches(List<String> globs, String name) {
        return globs.stream().anyMatch(glob -> Text.matches(glob, name));
    }
}
