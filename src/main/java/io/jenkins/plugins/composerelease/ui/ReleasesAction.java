package io.jenkins.plugins.composerelease.ui;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.composerelease.ui.ReleaseHistory.Content;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.verb.POST;

/** The page "Releases" of a job: what was released to which target, also by builds that are gone. */
public final class ReleasesAction implements Action, StaplerProxy {
    private final Job<?, ?> job;

    ReleasesAction(Job<?, ?> job) {
        this.job = job;
    }

    /** Nothing here is for those who may not see the job. */
    @Override
    public Object getTarget() {
        job.checkPermission(Item.READ);
        return this;
    }

    public Job<?, ?> getJob() {
        return job;
    }

    /** The targets, the one released to last first. */
    public List<TargetHistory> getTargets() {
        Map<String, List<HistoryRow>> targets = new LinkedHashMap<>();
        List<HistoryRow> rows = new ArrayList<>(content().rows());
        Collections.reverse(rows);
        rows.forEach(row ->
                targets.computeIfAbsent(row.target(), name -> new ArrayList<>()).add(row));
        return targets.entrySet().stream()
                .map(target -> new TargetHistory(job, target.getKey(), target.getValue()))
                .toList();
    }

    /** Lines of the history that cannot be read. */
    public int getUnreadable() {
        return content().unreadable();
    }

    /** Schedules the build that rolls a target back, and goes to it. */
    @POST
    @WebMethod(name = "rollBack")
    public HttpResponse doRollBack(@QueryParameter String target, @QueryParameter String release) {
        return new RollBack(job, target, release).schedule();
    }

    /** Waits for a scheduled build, then goes to it. */
    @WebMethod(name = "queued")
    public HttpResponse doQueued(@QueryParameter long id, @QueryParameter String target) {
        return new QueuedRollBack(job, id, target).respond();
    }

    /** An entry in the side panel once there is something to show. */
    @Override
    public String getIconFileName() {
        return new ReleaseHistory(job).exists() ? "symbol-journal" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.ReleasesAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "releases";
    }

    private Content content() {
        return new ReleaseHistory(job).read();
    }

    /** Adds the page to each job. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {
        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Collection<? extends Action> createFor(Job target) {
            return Collections.singleton(new ReleasesAction(target));
        }
    }
}
