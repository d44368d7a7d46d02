package io.jenkins.plugins.composerelease.ui;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.report.ReleaseHtml;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command of the engine as the page shows it: from its result, and until there is one from its events. */
public final class EntryItem implements ReleaseItem {
    static final String PREFIX = "entry-";

    private static final long REFRESH_MILLIS = 4_000;

    private final ReleaseEntry entry;
    private final LiveEvents live;
    private final boolean building;
    private final Optional<String> file;
    private final JsonNode result;

    EntryItem(ReleaseEntry entry, LiveEvents live, ReleaseFiles files, boolean building) {
        this.entry = entry;
        this.live = live;
        this.building = building;
        boolean ended = entry.getState() != ReleaseEntry.State.RUNNING;
        this.file = ended ? files.read(ReleaseFiles.result(entry.getId())) : Optional.empty();
        this.result = PageJson.tree(file.orElse(""));
    }

    /** While it runs its durations grow, so that it differs every few seconds. */
    static String version(ReleaseEntry entry, LiveEvents live, boolean building) {
        ReleaseEntry.State state = state(entry, building);
        return state == ReleaseEntry.State.RUNNING
                ? state + "-" + live.version() + "-" + System.currentTimeMillis() / REFRESH_MILLIS
                : state.toString();
    }

    /** A build that has ended runs nothing any more, whatever was written before it died. */
    static ReleaseEntry.State state(ReleaseEntry entry, boolean building) {
        return entry.getState() == ReleaseEntry.State.RUNNING && !building
                ? ReleaseEntry.State.UNKNOWN
                : entry.getState();
    }

    @Override
    public String getKey() {
        return PREFIX + entry.getId();
    }

    @Override
    public String getVersion() {
        return version(entry, live, building);
    }

    @Override
    public long getTime() {
        return entry.getStarted();
    }

    public ReleaseEntry getEntry() {
        return entry;
    }

    public ReleaseEntry.State getState() {
        return state(entry, building);
    }

    /** Whether there is all that there should be. */
    public boolean isComplete() {
        return switch (entry.getState()) {
            case RUNNING, UNKNOWN -> true;
            default -> result.has("exitCode") && (!result.hasNonNull("report") || report().isPresent());
        };
    }

    /** Markup; what others wrote is escaped in it. */
    public String getHtml() {
        int number = Integer.parseInt(entry.getId());
        return report().map(report -> ReleaseHtml.release(number, report.titled(entry.getTitle()), ""))
                .orElseGet(() -> ReleaseHtml.release(number, fromEvents(), StateText.of(getState())));
    }

    private Optional<ReleaseReport> report() {
        return PageJson.value(result.path("report"), ReleaseReport.class);
    }

    private ReleaseReport fromEvents() {
        Instant started = Instant.ofEpochMilli(entry.getStarted());
        LiveTimes times = new LiveTimes(started, until(), live.events());
        String advice = result.path("advice").asText("");
        return new ReleaseReport(
                entry.getTitle(),
                "",
                entry.getTarget(),
                "",
                reportState(),
                detail() + (advice.isEmpty() ? "" : " " + advice),
                started,
                Duration.between(started, times.end()),
                times.phases(),
                times.services(),
                Optional.empty(),
                Map.of(),
                List.of(),
                PageJson.value(result.path("evidence"), Evidence.class),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Nobody knows when a build that died ended: its last event then. */
    private Instant until() {
        if (entry.getEnded() != 0) {
            return Instant.ofEpochMilli(entry.getEnded());
        }
        return building ? Instant.now() : Instant.ofEpochMilli(entry.getStarted());
    }

    private String detail() {
        return switch (getState()) {
            case UNKNOWN -> Messages.ReleaseEntry_lost();
            case RUNNING -> "";
            default -> result.path("message").asText(entry.getMessage());
        };
    }

    private ReleaseRecord.State reportState() {
        return switch (getState()) {
            case RUNNING -> ReleaseRecord.State.RUNNING;
            case SUCCEEDED -> ReleaseRecord.State.SUCCEEDED;
            case FAILED, STOPPED -> ReleaseRecord.State.FAILED;
            case UNKNOWN -> ReleaseRecord.State.NEEDS_ATTENTION;
        };
    }
}
