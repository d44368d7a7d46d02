package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** Which backups may go. Pure. */
final class BackupRetention {
    /** How the name of a backup ends that no release made. */
    static final String BY_HAND = "backup";

    private static final Pattern OF_RELEASE = Pattern.compile("[0-9]{8}T[0-9]{9}Z-[0-9a-f]{7}");

    private final Backup settings;
    private final Instant now;

    BackupRetention(Backup settings, Instant now) {
        this.settings = settings;
        this.now = now;
    }

    /**
     * Backups of releases that are old and one too many. Those that hold the data of a release that can still be gone back
     * to stay: its migrations may have been destructive.
     *
     * @param newestFirst all backups
     */
    List<BackupRecord> ofReleases(List<BackupRecord> newestFirst, TargetStore.State state) {
        String serving = state.current().orElse("");
        return old(newestFirst.stream()
                        .filter(backup -> OF_RELEASE.matcher(backup.id()).matches())
                        .toList())
                .stream()
                .filter(backup -> backup.id().compareTo(serving) < 0 && !needed(backup, state.records()))
                .toList();
    }

    /** The same of those made by hand, which no release removes. */
    List<BackupRecord> byHand(List<BackupRecord> newestFirst) {
        return old(newestFirst.stream()
                .filter(backup -> backup.id().endsWith("-" + BY_HAND))
                .toList());
    }

    private List<BackupRecord> old(List<BackupRecord> newestFirst) {
        Instant young = now.minus(Duration.ofDays(settings.keepDays()));
        return newestFirst.stream()
                .skip(settings.keep())
                .filter(backup -> backup.created().isBefore(young))
                .toList();
    }

    /** A backup that does not say whose data it is may be that of any release before it. */
    private static boolean needed(BackupRecord backup, List<ReleaseRecord> kept) {
        return backup.release().isPresent()
                ? kept.stream()
                        .anyMatch(record -> record.id().equals(backup.release().get()))
                : kept.stream().anyMatch(record -> record.id().compareTo(backup.id()) < 0);
    }
}
