package io.jenkins.plugins.composerelease.ui;

import hudson.console.ModelHyperlinkNote;
import hudson.model.Cause;
import hudson.model.TaskListener;
import hudson.model.User;
import java.util.Objects;

/** Somebody clicked "Roll back". A {@link Cause.UserIdCause}, so that whatever asks for the user of a build finds him. */
public final class RollBackCause extends Cause.UserIdCause {
    private final String target;
    private final String release;
    private final String job;

    /**
     * @param job full name of the job on whose page it was
     */
    RollBackCause(String target, String release, String job) {
        this.target = target;
        this.release = release;
        this.job = job;
    }

    public String getTarget() {
        return target;
    }

    public String getRelease() {
        return release;
    }

    public String getJob() {
        return job;
    }

    @Override
    public String getShortDescription() {
        return Messages.RollBackCause_description(target, release, getUserName(), job);
    }

    @Override
    public void print(TaskListener listener) {
        User user = getUserId() == null ? null : User.getById(getUserId(), false);
        String name = user == null ? getUserName() : ModelHyperlinkNote.encodeTo(user);
        listener.getLogger().println(Messages.RollBackCause_description(target, release, name, job));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RollBackCause cause
                && super.equals(other)
                && target.equals(cause.target)
                && release.equals(cause.release)
                && job.equals(cause.job);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), target, release, job);
    }
}
