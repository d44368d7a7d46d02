package io.jenkins.plugins.composerelease.engine.fault;

import java.time.Duration;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Deploys whose program is killed before the switch or after it: nothing that it had begun goes on. */
public class KilledClientIT {
    private static final Duration SLOW = Duration.ofMillis(200);
    /** What a release that nobody saw the end of is found as. */
    private static final String OPEN = "RUNNING|FAILED|NEEDS_ATTENTION";

    @ClassRule
    public static final FaultBed bed = FaultBed.get();

    private String next;

    @Before
    public void begin() throws Exception {
        bed.begin();
        next = bed.next();
    }

    @Test
    public void clientKilledInTransferKeepsTheOldVersion() throws Exception {
        try (Client client = bed.client(next)) {
            client.until("lock started");
            bed.ssh.delay(SLOW);
            client.until("transfer started").kill();
        }
        bed.ssh.release();
        bed.oldServes(OPEN);
    }

    @Test
    public void clientKilledInPullKeepsTheOldVersion() throws Exception {
        try (Client client = bed.heldInPull(next)) {
            client.kill();
        }
        bed.registry.release();
        bed.oldServes(OPEN);
    }

    @Test
    public void machineOfTheClientLostInPullKeepsTheOldVersion() throws Exception {
        try (Client client = bed.heldInPull(next)) {
            client.killAll();
        }
        bed.registry.release();
        bed.oldServes(OPEN);
    }

    @Test
    public void clientKilledInBackupLeavesNoHalfOfOne() throws Exception {
        bed.backUp();
        bed.migration("SELECT 1");
        DbSession lock = bed.transaction("LOCK TABLE items");
        try (lock;
                Client client = bed.client(next)) {
            client.until("backup started", Waiting.forATable(bed)).kill();
        }
        bed.oldServes(OPEN);
    }

    @Test
    public void clientKilledInMigrationMigratesOnce() throws Exception {
        bed.migration("SELECT pg_advisory_lock(42)");
        DbSession lock = bed.transaction("SELECT pg_advisory_lock(42)");
        try (lock;
                Client client = bed.client(next)) {
            client.until("migrate started", Waiting.forAnAdvisoryLock(bed)).kill();
        }
        bed.oldServes(OPEN);
    }

    @Test
    public void clientKilledWhenItPrunesKeepsTheNewVersion() throws Exception {
        try (Client client = bed.client(next)) {
            client.until("verify started");
            bed.ssh.delay(SLOW);
            client.until("prune started").kill();
        }
        bed.ssh.release();
        bed.newServes(next);
    }
}
