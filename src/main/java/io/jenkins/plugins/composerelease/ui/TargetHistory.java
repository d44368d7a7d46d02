package io.jenkins.plugins.composerelease.ui;

import hudson.model.Job;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import java.util.List;
import java.util.Optional;

/** The releases of a job to one target, as the page shows them. */
public final class TargetHistory {
    private final Job<?, ?> job;
    private final String name;
    private final List<HistoryRow> rows;
    private final Optional<HistoryRow> serving;

    /**
     * @param rows newest first
     */
    TargetHistory(Job<?, ?> job, String name, List<HistoryRow> rows) {
        this.job = job;
        this.name = name;
        this.rows = rows;
        // As far as this job knows.
        this.serving =
                rows.stream().filter(row -> row.state() == State.SUCCEEDED).findFirst();
    }

    public String getName() {
        return name;
    }

    /** The releases, newest first. */
    public List<ReleaseRow> getRows() {
        boolean may = RollBack.offered(name);
        return rows.stream()
                .map(row -> new ReleaseRow(job, row, row.equals(serving.orElse(null)), may && canReturnTo(row)))
                .toList();
    }

    /** The release of that id, when one can go back to it: it was good, and another serves. */
    Optional<HistoryRow> earlier(String release) {
        return rows.stream()
                .filter(row -> row.release().equals(release))
                .filter(this::canReturnTo)
                .findFirst();
    }

    private boolean canReturnTo(HistoryRow row) {
        return row.state() == State.SUCCEEDED && !row.release().isEmpty() && !row.equals(serving.orElse(null));
    }
}
