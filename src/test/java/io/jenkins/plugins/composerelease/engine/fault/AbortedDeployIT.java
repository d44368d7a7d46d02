package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Deploys that somebody stops, in each phase. */
public class AbortedDeployIT {
    private static final int STOPPED = 143;
    private static final Duration SLOW = Duration.ofMillis(200);

    @ClassRule
    public static final FaultBed bed = FaultBed.get();

    private String next;

    @Before
    public void begin() throws Exception {
        bed.begin();
        next = bed.next();
    }

    @Test
    public void abortInThePlanChangesNothing() throws Exception {
        bed.ssh.hold();
        try (Client client = bed.client(next)) {
            abort(client.until("", bed.ssh::holds), "");
        }
        bed.oldServes("SUCCEEDED");
    }

    @Test
    public void abortWhileItWaitsForTheLockLeavesTheOtherReleaseAlone() throws Exception {
        bed.hold = "health";
        try (Client first = bed.client(next).until("switch started")) {
            try (Client second = bed.client(next, "--lock-wait", "5m")) {
                abort(second.until("lock started", Waiting.forTheLock(bed)), "lock");
            }
            assertThat(first.isAlive()).isTrue();
            bed.letGo();
            assertThat(first.exitCode()).as(first.log()).isZero();
        }
        bed.newServes(next);
    }

    @Test
    public void abortInTransferKeepsTheOldVersion() throws Exception {
        bed.migration("SELECT 1");
        try (Client client = bed.client(next)) {
            client.until("lock started");
            bed.ssh.delay(SLOW);
            abort(client.until("transfer started"), "transfer");
        }
        bed.oldServes("FAILED");
    }

    @Test
    public void abortInPullKeepsTheOldVersion() throws Exception {
        try (Client client = bed.heldInPull(next)) {
            abort(client, "pull");
        }
        bed.oldServes("FAILED");
    }

    @Test
    public void abortInBackupLeavesNoHalfOfOne() throws Exception {
        bed.backUp();
        bed.migration("SELECT 1");
        DbSession lock = bed.transaction("LOCK TABLE items");
        try (lock;
                Client client = bed.client(next)) {
            abort(client.until("backup started", Waiting.forATable(bed)), "backup");
        }
        bed.oldServes("FAILED");
    }

    @Test
    public void abortInMigrationAppliesNothing() throws Exception {
        bed.migration("SELECT pg_advisory_lock(42)");
        DbSession lock = bed.transaction("SELECT pg_advisory_lock(42)");
        try (lock;
                Client client = bed.client(next)) {
            abort(client.until("migrate started", Waiting.forAnAdvisoryLock(bed)), "migrate");
        }
        bed.mendMigration("SELECT 1");
        bed.oldServes("FAILED");
    }

    @Test
    public void abortInSwitchReturnsToTheOldVersion() throws Exception {
        bed.hold = "health";
        try (Client client = bed.client(next)) {
            abort(client.until("switch started", Waiting.forTheVersion(bed, next)), "switch");
        }
        bed.oldServes("ROLLED_BACK");
    }

    @Test
    public void abortInVerificationReturnsToTheOldVersion() throws Exception {
        bed.verify();
        bed.hold = "verify";
        try (Client client = bed.client(next)) {
            abort(client.until("verify started", Waiting.forTheVersion(bed, next)), "verify");
        }
        bed.oldServes("ROLLED_BACK");
    }

    /** It is verified and serves then: nobody is served better by going back. */
    @Test
    public void abortAfterTheVerificationKeepsTheNewVersion() throws Exception {
        try (Client client = bed.client(next)) {
            client.until("verify started");
            bed.ssh.delay(SLOW);
            client.until("prune started").term();
            client.exitCode();
        }
        bed.newServes(next);
    }

    private static void abort(Client client, String phase) throws Exception {
        assertThat(client.phase()).isEqualTo(phase);
        client.term();
        bed.ssh.release();
        assertThat(client.exitCode()).as(client.log()).isEqualTo(STOPPED);
    }
}
