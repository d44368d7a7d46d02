package io.jenkins.plugins.composerelease.ui;

import hudson.Util;
import hudson.model.Job;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.File;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A row of the page "Releases". */
public final class ReleaseRow {
    private final Job<?, ?> job;
    private final HistoryRow row;
    private final boolean serving;
    private final boolean rollBack;

    ReleaseRow(Job<?, ?> job, HistoryRow row, boolean serving, boolean rollBack) {
        this.job = job;
        this.row = row;
        this.serving = serving;
        this.rollBack = rollBack;
    }

    public int getBuild() {
        return row.build();
    }

    /** Whether the build is still there. Looks for its directory: to load 200 builds for a page would be too much. */
    public boolean isBuildKept() {
        return new File(job.getBuildDir(), String.valueOf(row.build())).isDirectory();
    }

    public String getItem() {
        return EntryItem.PREFIX + row.entry();
    }

    public String getRelease() {
        return row.release();
    }

    public boolean isRolledBackTo() {
        return row.command().equals("rollback");
    }

    public String getRevision() {
        return row.revision().substring(0, Math.min(7, row.revision().length()));
    }

    public String getTags() {
        return row.tags();
    }

    /** Service and short digest. */
    public Set<Map.Entry<String, String>> getImages() {
        return row.images().entrySet();
    }

    public String getState() {
        return switch (row.state()) {
            case RUNNING -> Messages.ReleaseEntry_running();
            case SUCCEEDED -> serving ? Messages.ReleaseRow_serving() : Messages.ReleaseEntry_succeeded();
            case FAILED -> Messages.ReleaseRow_failed();
            case ROLLED_BACK -> Messages.ReleaseRow_rolledBack();
            case NEEDS_ATTENTION -> Messages.ReleaseRow_needsAttention();
        };
    }

    /** Class of the state in the style sheet. */
    public String getColour() {
        return row.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String getDetail() {
        return row.detail();
    }

    public String getTime() {
        return PageTime.text(row.started());
    }

    public String getAgo() {
        return Util.getTimeSpanString(Math.max(0, System.currentTimeMillis() - row.started()));
    }

    public String getDuration() {
        return Text.elapsed(Duration.ofMillis(row.millis()));
    }

    public String getBy() {
        return row.by();
    }

    public String getApprover() {
        return row.approver();
    }

    public String getIssue() {
        return row.issue();
    }

    public boolean isIssueLink() {
        return new IssueEntry(row.issue(), "").isLink();
    }

    public boolean isRollBack() {
        return rollBack;
    }

    public String getRollBackUrl() {
        return "rollBack?target=" + encode(row.target()) + "&release=" + encode(row.release());
    }

    public String getRollBackMessage() {
        return Messages.ReleaseRow_confirm(
                row.target(), row.release(), getRevision(), PageTime.text(row.started()), RollBack.jobOf(row.target()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
