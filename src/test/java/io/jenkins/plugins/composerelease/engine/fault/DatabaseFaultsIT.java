package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

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
