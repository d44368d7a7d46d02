package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How far a release came that lost its owner, as its lines of the journal say. */
enum HowFar {
    /** Nothing was changed that the release before does not live with. */
    BEFORE_MIGRATION,
    /** A migrator may have begun, and nobody wrote how it ended. */
    MIGRATING,
    /** Its migrator ended, well or not, and nothing was switched. */
    MIGRATED,
    /** Services may be of this release or of the one before. */
    SWITCHING,
    /** It serves, verified, and that is not recorded. */
    VERIFIED,
    /** It serves, and is recorded as what serves. */
    SERVING,
    /** It failed, and the release before may not be back. */
    GOING_BACK,
    /** The release before is back, and that is not recorded. */
    WENT_BACK,
    /** It was a restore: services may be stopped, and the data is the backup's or that of before. */
    RESTORING;

    private static final Set<String> EVENTS = Set.of("started", "ended", "failed");

    /**
     * @param serves whether it is recorded as what serves
     * @param lines its lines of the journal, oldest first
     */
    static HowFar of(ReleaseRecord release, boolean serves, List<Journal.Entry> lines) {
        if (serves) {
            return SERVING;
        }
        Optional<Journal.Entry> last =
                lines.stream().filter(line -> EVENTS.contains(line.event())).reduce((earlier, later) -> later);
        Phase phase = last.map(line -> phase(line.phase())).orElse(Phase.LOCK);
        String event = last.map(Journal.Entry::event).orElse("ended");
        if (release.restored().isPresent()) {
            return phase == Phase.RECORD ? VERIFIED : phase == Phase.LOCK ? BEFORE_MIGRATION : RESTORING;
        }
        return switch (phase) {
            case MIGRATE -> event.equals("started") ? MIGRATING : MIGRATED;
            case SWITCH -> event.equals("failed") ? GOING_BACK : SWITCHING;
            case VERIFY -> event.equals("failed") ? GOING_BACK : event.equals("ended") ? VERIFIED : SWITCHING;
            case RECORD, PRUNE -> VERIFIED;
            case ROLLBACK -> event.equals("ended") ? WENT_BACK : GOING_BACK;
            default -> BEFORE_MIGRATION;
        };
    }

    /** The last migration that began and did not end. */
    static Optional<String> openMigration(List<Journal.Entry> lines) {
        Optional<String> open = Optional.empty();
        for (Journal.Entry line : lines) {
            if (line.event().equals("migration started")) {
                open = Optional.of(line.detail());
            } else if (line.event().startsWith("migration ")) {
                open = Optional.empty();
            }
        }
        return open;
    }

    private static Phase phase(String label) {
        try {
            return Phase.valueOf(label.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Phase.ROLLBACK; // of a version that has other phases: nothing of it is taken as done
        }
    }
}
