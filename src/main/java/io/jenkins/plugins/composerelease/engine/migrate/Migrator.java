package io.jenkins.plugins.composerelease.engine.migrate;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import java.util.List;
import java.util.Optional;

/** Brings a schema up to date. A migrator never repairs and never runs what was not pending. */
public interface Migrator extends AutoCloseable {

    /**
     * What is pending, read-only.
     *
     * @throws io.jenkins.plugins.composerelease.engine.model.ReleaseException with exit code MIGRATION_FAILED when the
     *     history does not fit the files (changed checksum, missing file, earlier failure)
     */
    Status status(Deadline deadline);

    /**
     * Applies what is pending; the whole list of {@link #status} or it fails.
     *
     * @param heard told of each migration before and after it
     */
    Outcome migrate(Deadline deadline, MigrationLog heard);

    /** The same with nobody to tell. */
    default Outcome migrate(Deadline deadline) {
        return migrate(deadline, MigrationLog.NONE);
    }

    @Override
    void close();

    /**
     * @param schema current version, empty when there is none yet
     * @param pending what would be applied, in order
     * @param ahead whether the database has versions that these files do not know (an earlier revision is released)
     * @param transactional whether a pending migration that fails is known to be taken back whole
     */
    record Status(Optional<String> schema, List<PendingMigration> pending, boolean ahead, boolean transactional) {
        public Status {
            pending = List.copyOf(pending);
        }

        /** What takes a failed migration back whole. */
        public Status(Optional<String> schema, List<PendingMigration> pending, boolean ahead) {
            this(schema, pending, ahead, true);
        }
    }

    /**
     * @param applied versions applied, in order
     * @param schema version after them
     */
    record Outcome(List<String> applied, Optional<String> schema) {
        public Outcome {
            applied = List.copyOf(applied);
        }
    }
}
