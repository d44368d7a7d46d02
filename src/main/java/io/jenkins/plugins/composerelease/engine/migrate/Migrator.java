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

    /** Applies what is pending; the whole list of {@link #status} or it fails. */
    Outcome migrate(Deadline deadline);

    @Override
    void close();

    /**
     * @param schema current version, empty when there is none yet
     * @param pending what would be applied, in order
     * @param ahead whether the database has versions that these files do not know (an earlier revision is released)
     */
    record Status(Optional<String> schema, List<PendingMigration> pending, boolean ahead) {
        public Status {
            pending = List.copyOf(pending);
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
