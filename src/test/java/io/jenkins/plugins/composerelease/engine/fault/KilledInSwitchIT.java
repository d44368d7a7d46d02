package io.jenkins.plugins.composerelease.engine.fault;

import java.time.Duration;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Deploys whose program is killed after the switch has begun: what is under way comes to its end, the next one finds it. */
public class KilledInSwitchIT {
    @ClassRule
    public static final FaultBed bed = FaultBed.get();

    private String next;

    @Before
    public void begin() throws Exception {
        bed.begin();
        next = bed.next();
    }

    @Test
    public void clientKilledInSwitchLeavesOneVersionAndTheNextReleaseSucceeds() throws Exception {
        bed.hold = "health";
        try (Client client = bed.client(next)) {
            client.until("switch started", Waiting.forTheVersion(bed, next)).kill();
        }
        bed.letGo();
        bed.oneServes(next);
    }

    @Test
    public void clientKilledAsTheSwitchBeginsLeavesOneVersionAndTheNextReleaseSucceeds() throws Exception {
        try (Client client = bed.client(next)) {
            client.until("switch started").killAll();
        }
        bed.oneServes(next);
    }

    @Test
    public void clientKilledInSwitchToACrashingVersionLeavesTheWayBackOpen() throws Exception {
        try (Client client = bed.client(FaultImages.CRASHING)) {
            client.until("switch started").kill();
        }
        bed.recoversInTwo();
    }

    @Test
    public void clientKilledInVerificationLeavesOneVersionAndTheNextReleaseSucceeds() throws Exception {
        bed.verify();
        bed.hold = "verify";
        try (Client client = bed.client(next)) {
            client.until("verify started", Waiting.forTheVersion(bed, next)).kill();
        }
        bed.letGo();
        bed.oneServes(next);
    }

    @Test
    public void clientKilledWhenItRecordsLeavesATrueRecord() throws Exception {
        try (Client client = bed.client(next)) {
            client.until("switch started");
            bed.ssh.delay(Duration.ofMillis(100));
            client.until("verify ok").kill();
        }
        bed.ssh.release();
        bed.oneServes(next);
    }

    @Test
    public void clientKilledInRollbackLeavesTheWayBackOpen() throws Exception {
        try (Client client = bed.client(FaultImages.CRASHING)) {
            client.until("rollback started").kill();
        }
        bed.recoversInTwo();
    }
}
