package io.jenkins.plugins.composerelease.engine.migrate;

/**
 * Hears of each migration. A migration of which {@link #ended} was never heard may have been applied, in part or whole,
 * whatever became of this process.
 */
public interface MigrationLog {
    /** Hears nothing. */
    MigrationLog NONE = new MigrationLog() {
        @Override
        public void started(String version) {
            // nobody asks
        }

        @Override
        public void ended(String version, boolean ok) {
            // nobody asks
        }
    };

    /**
     * Before its first statement; when this throws, the migration does not begin and nothing of it is in the database.
     *
     * @param version as in the pending list
     */
    void started(String version);

    /**
     * After it was committed and is in the schema history, or after it failed.
     *
     * @param ok whether it was applied
     */
    void ended(String version, boolean ok);
}
