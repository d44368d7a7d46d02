package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Whether a backup finds room on the target. */
final class BackupSpace {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final String FREE = "d=$1; while test ! -d \"$d\"; do d=$(dirname -- \"$d\"); done; "
            + "df -Pk -- \"$d\" | { read -r x; read -r x x x f x; echo \"$f\"; }";

    private final CommandRunner host;
    private final Target target;
    private final BackupFiles files;

    BackupSpace(CommandRunner host, Target target, BackupFiles files) {
        this.host = host;
        this.target = target;
        this.files = files;
    }

    /** @param database size of the database on disk, in bytes */
    Look look(long database) {
        Optional<BackupRecord> last = files.list().stream().findFirst();
        long parts = last.map(backup -> backup.allBytes() - backup.bytes()).orElse(0L);
        String directory = ReleasePaths.of(target).backups();
        String free = host.require(
                        HostFiles.script("look at the free space of '" + directory + "'", FREE, directory),
                        Deadline.in(TIME))
                .output()
                .strip();
        return new Look(database, parts, Long.parseLong(free) * 1024, last, directory);
    }

    /**
     * @param database size of the database, in bytes: more than its dump has as a rule
     * @param parts size of the last backup's other parts, in bytes
     * @param free free space for unprivileged users, in bytes
     * @param last the newest backup
     */
    record Look(long database, long parts, long free, Optional<BackupRecord> last, String directory) {

        /** A tenth more, for what is written meanwhile. */
        long needed() {
            return (database + parts) / 10 * 11;
        }

        boolean enough() {
            return free >= needed();
        }

        String remedy() {
            return "Free space in '" + directory + "', for example by keeping fewer backups ('keep', 'keepDays').";
        }

        @Override
        public String toString() {
            return "up to " + size(needed()) + " in '" + directory + "', " + size(free) + " are free"
                    + last.map(backup -> "; the last one had " + size(backup.allBytes()) + " and took "
                                    + Math.max(1, Math.round(backup.millis() / 1000.0)) + " s")
                            .orElse("");
        }

        private static String size(long bytes) {
            return String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
        }
    }
}
