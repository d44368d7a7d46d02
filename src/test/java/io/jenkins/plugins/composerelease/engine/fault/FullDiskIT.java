package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Deploys to a host whose disk fills up meanwhile. */
public class FullDiskIT {
    @ClassRule
    public static final FaultBed bed = FaultBed.get();

    private String next;

    @Before
    public void begin() throws Exception {
        bed.begin();
        next = bed.next();
    }

    @Test
    public void diskFullAtThePullKeepsTheOldVersion() throws Exception {
        try (Client client = bed.heldInPull(next)) {
            bed.host.control("fill");
            bed.registry.release();
            assertThat(client.exitCode()).as(client.log()).isNotZero();
        }
        bed.host.mend();
        bed.oldServes("RUNNING|FAILED");
    }

    @Test
    public void diskFullAtTheBackupKeepsTheOldVersionAndHalfOfNoBackup() throws Exception {
        bed.backUp();
        bed.migration("SELECT 1");
        try (Client client = bed.client(next)) {
            DbSession lock = bed.transaction("LOCK TABLE items");
            try (lock) {
                client.until("backup started", Waiting.forATable(bed));
                bed.host.control("fill");
            }
            assertThat(client.exitCode()).as(client.log()).isNotZero();
            assertThat(client.phase()).isEqualTo("backup");
        }
        bed.host.mend();
        bed.oldServes("RUNNING|FAILED");
    }

    @Test
    public void diskFullBeforeTheWayBackDoesNotBlockIt() throws Exception {
        bed.hold = "health";
        try (Client client = bed.client(next, "--timeout", "5s")) {
            client.until("switch started", Waiting.forTheVersion(bed, next));
            bed.host.control("fill");
            assertThat(client.exitCode()).as(client.log()).isIn(6, 7);
        }
        bed.host.mend();
        bed.oldServes("RUNNING|ROLLED_BACK");
    }
}
