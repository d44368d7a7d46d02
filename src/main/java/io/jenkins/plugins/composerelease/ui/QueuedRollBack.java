package io.jenkins.plugins.composerelease.ui;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;

/** A build that waits in the queue, which has no page of its own in Jenkins. */
public final class QueuedRollBack {
    private final Job<?, ?> history;
    private final Optional<Job<?, ?>> job;
    private final String target;
    private final Queue.Item item;

    QueuedRollBack(Job<?, ?> history, long id, String target) {
        this.history = history;
        this.target = target;
        this.job = RollBack.job(target).filter(known -> known.hasPermission(Item.READ));
        Queue.Item queued = Jenkins.get().getQueue().getItem(id);
        this.item = queued != null && job.filter(queued.task::equals).isPresent() ? queued : null;
    }

    HttpResponse respond() {
        if (job.isEmpty()) {
            return HttpResponses.redirectTo("./");
        }
        if (item instanceof Queue.LeftItem left) {
            return left.getExecutable() instanceof Run<?, ?> run
                    ? HttpResponses.redirectViaContextPath(run.getUrl())
                    : HttpResponses.redirectViaContextPath(job.get().getUrl());
        }
        return item == null
                ? HttpResponses.redirectViaContextPath(job.get().getUrl())
                : HttpResponses.forwardToView(this, "index.jelly");
    }

    /** The job on whose page it was asked for. */
    public Job<?, ?> getHistory() {
        return history;
    }

    public Job<?, ?> getJob() {
        return job.orElseThrow();
    }

    public String getTargetName() {
        return target;
    }

    /** Why it still waits. */
    public String getWhy() {
        String why = item.getWhy();
        return why == null ? "" : why;
    }
}
