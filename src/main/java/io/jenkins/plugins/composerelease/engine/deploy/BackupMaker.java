package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord.Part;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes backups of a target, checks them, and removes the ones that nobody needs. */
final class BackupMaker {
    private final Target target;
    private final Backup settings;
    private final ReleaseRecord release;
    private final BackupFiles files;
    private final DatabaseBackup database;
    private final VolumeBackup volumes;
    private final BackupSpace space;

    /** @param release whose files and images are on the host */
    BackupMaker(Host host, Target target, ReleaseRecord release, ReleaseLog log) {
        this.target = target;
        this.settings = target.backup().orElseThrow();
        this.release = release;
        this.files = new BackupFiles(host, ReleasePaths.of(target));
        this.database = DatabaseBackup.of(settings.database(), host, new HostStack(host, target, log).project(release));
        this.volumes = new VolumeBackup(host, target, settings, files, log);
        this.space = new BackupSpace(host, target, files);
    }

    DatabaseBackup database() {
        return database;
    }

    VolumeBackup volumes() {
        return volumes;
    }

    /**
     * Makes and checks a backup.
     *
     * @param serving the release that serves
     * @return empty when there is no database yet
     * @throws ReleaseException if there is less space than it may take
     */
    Optional<BackupRecord> make(String id, Optional<ReleaseRecord> serving, String by, Instant now, Deadline deadline) {
        Deadline watch = Deadline.in(deadline.length());
        long expected = database.expectedBytes(deadline);
        if (expected < 0) {
            return Optional.empty();
        }
        BackupSpace.Look look = space.look(expected);
        if (!look.enough()) {
            throw new ReleaseException(
                    ExitCode.FAILED, "The backup of target '" + target.name() + "' needs " + look + ".", look.remedy());
        }
        String file = files.dump(id, database.extension());
        database.make(file, deadline);
        long bytes = database.check(file, deadline);
        List<Part> parts = new ArrayList<>(volumes.make(id, release, deadline));
        if (settings.configuration() && serving.isPresent()) {
            parts.add(volumes.configuration(id, serving.get().id(), deadline));
        }
        BackupRecord record = new BackupRecord(
                1,
                id,
                file,
                bytes,
                watch.elapsed().toMillis(),
                serving.map(ReleaseRecord::id),
                settings.database().name(),
                serving.flatMap(ReleaseRecord::schema),
                by,
                now,
                parts);
        files.write(record);
        return Optional.of(record);
    }

    /** Reads a backup whole; returns its size in bytes. */
    long check(BackupRecord backup, Deadline deadline) {
        long bytes = database.check(backup.file(), deadline);
        backup.parts().forEach(part -> volumes.check(part, deadline));
        return bytes + backup.parts().stream().mapToLong(Part::bytes).sum();
    }

    /** Removes old backups of releases, never one made by hand. */
    void pruneOfReleases(TargetStore.State state, Instant now) {
        files.remove(new BackupRetention(settings, now).ofReleases(files.list(), state));
    }

    /** Removes old backups made by hand. */
    void pruneByHand(Instant now) {
        files.remove(new BackupRetention(settings, now).byHand(files.list()));
    }

    /** One line for the log and the journal. */
    String describe(BackupRecord made) {
        String parts =
                made.parts().isEmpty() ? "" : " and " + Text.count(made.parts().size(), "part");
        return made.file() + parts + ", " + made.allBytes() + " bytes, read back whole; to go back to it: "
                + Backups.restoreCommand(target, made.id());
    }
}
