package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Deploys whose migration meets a database that does not do what it should. */
public class DatabaseFaultsIT {
    private static final int MIGRATION_FAILED = 5;

    @ClassRule
    public static final FaultBed bed = FaultBed.get();

    private String next;

    @Before
    public void begin() throws Exception {
        bed.begin();
        next = bed.next();
    }

    @Test
    public void databaseDownAtTheMigrationIsRecordedAsNothingApplied() throws Exception {
        bed.migration("ALTER TABLE items DROP COLUMN IF EXISTS old");
        try (Client client = bed.heldInPull(next)) {
            bed.host.docker("stop", bed.container("db"));
            bed.registry.release();
            assertThat(client.exitCode()).as(client.log()).isEqualTo(MIGRATION_FAILED);
        }
        assertThat(bed.newest().path("migrations")).isEmpty();
        assertThat(bed.newest().path("destructive").asBoolean()).isFalse();
        bed.host.docker("start", bed.container("db"));
        bed.awaitDatabase();
        bed.oldServes("FAILED");
    }

    @Test
    public void lockedDatabaseEndsTheMigrationInTime() throws Exception {
        bed.settings.put("migration", bed.flyway("6s"));
        bed.migration("ALTER TABLE items ADD COLUMN more" + System.nanoTime() + " text");
        DbSession lock = bed.transaction("LOCK TABLE items");
        try (lock;
                Client client = bed.client(next)) {
            client.until("migrate started", Waiting.forATable(bed));
            assertThat(client.exitCode()).as(client.log()).isEqualTo(MIGRATION_FAILED);
        }
        assertThat(bed.newest().path("migrations")).isEmpty();
        bed.oldServes("FAILED");
    }

    @Test
    public void databaseWithoutConnectionsLeftFailsTheMigration() throws Exception {
        bed.query("ALTER SYSTEM SET max_connections = 12");
        bed.host.docker("restart", bed.container("db"));
        bed.awaitDatabase();
        bed.migration("SELECT 1");
        List<DbSession> sessions = new ArrayList<>();
        try (Client client = bed.heldInPull(next)) {
            assertThatThrownBy(() -> {
                        while (sessions.size() < 20) {
                            sessions.add(bed.transaction("SELECT 1"));
                        }
                    })
                    .hasMessageContaining("too many clients");
            bed.registry.release();
            assertThat(client.exitCode()).as(client.log()).isEqualTo(MIGRATION_FAILED);
        } finally {
            sessions.forEach(DbSession::close);
        }
        assertThat(bed.newest().path("migrations")).isEmpty();
        bed.oldServes("FAILED");
    }

    @Test
    public void databaseLostInTheMigrationAppliesNothing() throws Exception {
        bed.migration("SELECT pg_advisory_lock(42)");
        DbSession lock = bed.transaction("SELECT pg_advisory_lock(42)");
        try (lock;
                Client client = bed.client(next)) {
            client.until("migrate started", Waiting.forAnAdvisoryLock(bed));
            bed.host.docker("restart", "-t", "0", bed.container("db"));
            assertThat(client.exitCode()).as(client.log()).isEqualTo(MIGRATION_FAILED);
        }
        bed.awaitDatabase();
        bed.oldServes("FAILED");
    }

    @Test
    public void failingSqlIsRolledBackWhole() throws Exception {
        bed.migration("CREATE TABLE half (name text); SELECT nothing FROM nowhere");
        assertThat(bed.run(next).exitCode()).isEqualTo(MIGRATION_FAILED);
        assertThat(bed.query("SELECT to_regclass('half') IS NULL")).isEqualTo("t");
        bed.mendMigration("SELECT 1");
        bed.oldServes("FAILED");
    }
}
