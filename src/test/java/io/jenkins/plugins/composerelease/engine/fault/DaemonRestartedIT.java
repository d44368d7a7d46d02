package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Deploys to a host whose Docker engine is restarted meanwhile, and with it all containers that say so. */
public class DaemonRestartedIT {
    @ClassRule
    public static final FaultBed bed = FaultBed.get();

    private String next;

    @Before
    public void begin() throws Exception {
        bed.begin();
        next = bed.next();
    }

    @Test
    public void daemonRestartedInPullEndsOnOneVersion() throws Exception {
        try (Client client = bed.heldInPull(next)) {
            bed.host.control("dockerd restart");
            bed.registry.release();
            bed.ends(client, next);
        }
    }

    @Test
    public void daemonRestartedInSwitchEndsOnOneVersion() throws Exception {
        bed.hold = "health";
        try (Client client = bed.client(next)) {
            client.until("switch started", Waiting.forTheVersion(bed, next));
            bed.host.control("dockerd restart");
            bed.letGo();
            bed.ends(client, next);
        }
    }

    @Test
    public void daemonRestartedInVerificationEndsOnOneVersion() throws Exception {
        bed.verify();
        bed.hold = "verify";
        try (Client client = bed.client(next)) {
            client.until("verify started", Waiting.forTheVersion(bed, next));
            bed.host.control("dockerd restart");
            bed.letGo();
            bed.ends(client, next);
        }
    }

    @Test
    public void daemonRestartedInTheRollbackReturnsToTheOldVersion() throws Exception {
        try (Client client = bed.client(FaultImages.CRASHING)) {
            client.until("rollback started");
            bed.host.control("dockerd restart");
            assertThat(client.exitCode()).as(client.log()).isEqualTo(6);
        }
        bed.oldServes("ROLLED_BACK");
    }
}
