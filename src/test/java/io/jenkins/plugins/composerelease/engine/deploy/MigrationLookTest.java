package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.migrate.DatabaseNotRunningException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Plan.Check;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import org.junit.Test;

public class MigrationLookTest {
    @Test
    public void historyThatDoesNotFitIsAFailedCheckWithItsRemedy() {
        MigrationLook look = failed(new ReleaseException(
                ExitCode.MIGRATION_FAILED, "Migration 1 was changed after it was applied.", "Restore the file."));

        assertThat(look.check())
                .isEqualTo(new Check(
                        "migrations", false, "Migration 1 was changed after it was applied.", "Restore the file."));
        assertThat(look.status()).isEmpty();
        assertThat(look.pending()).isEmpty();
        assertThat(look.ahead()).isFalse();
    }

    @Test
    public void databaseThatCannotBeAskedIsAnotherCheck() {
        assertThat(failed(new DatabaseNotRunningException("db", "shop", "web1")).check())
                .returns("database", Check::name)
                .returns("Start it, or correct the name of the service.", Check::remedy);
        assertThat(failed(new ReleaseException(
                                ExitCode.MIGRATION_FAILED, "Could not connect.", "", new IllegalStateException()))
                        .check())
                .returns("database", Check::name)
                .returns(false, Check::ok)
                .doesNotReturn("", Check::remedy);
    }

    private static MigrationLook failed(ReleaseException failure) {
        return MigrationLook.at(() -> {
            throw failure;
        });
    }
}
