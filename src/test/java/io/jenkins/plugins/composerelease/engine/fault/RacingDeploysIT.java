package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Two programs that release to one target. */
public class RacingDeploysIT {
    private static final int PLAN_REFUSED = 4;
    private static final int LOCKED = 8;

    @ClassRule
    public static final FaultBed bed = FaultBed.get();

    private String old;
    private String next;

    @Before
    public void begin() throws Exception {
        old = bed.begin();
        next = bed.next();
    }

    @Test
    public void ofTwoDeploysAtTheSameTimeOneWinsAndOneIsRefused() throws Exception {
        bed.migration("SELECT 1");
        try (Client first = bed.client(next);
                Client second = bed.client(next)) {
            List<Integer> codes = List.of(first.exitCode(), second.exitCode());
            assertThat(codes).as(first.log() + second.log()).containsOnlyOnce(0).containsAnyOf(LOCKED, PLAN_REFUSED);
        }
        bed.newServes(next);
    }

    @Test
    public void deployThatWaitedForAnotherRefusesThePlanThatIsOld() throws Exception {
        bed.hold = "health";
        try (Client first = bed.client(next).until("switch started");
                Client second = bed.client(next, "--lock-wait", "1m").until("lock started", Waiting.forTheLock(bed))) {
            bed.letGo();
            assertThat(first.exitCode()).as(first.log()).isZero();
            assertThat(second.exitCode()).as(second.log()).isEqualTo(PLAN_REFUSED);
        }
        bed.newServes(next);
    }

    @Test
    public void deployWhoseLockIsLostTakesItAgainOrStops() throws Exception {
        try (Client client = bed.heldInPull(next)) {
            bed.host.shell("kill -9 $(fuser \"$1/.compose-release/lock\" 2>/dev/null)", bed.directory());
            bed.registry.release();
            bed.ends(client, next);
        }
    }

    @Test
    public void planThatMovedAfterItsApprovalIsRefused() throws Exception {
        String approved = bed.plan(next);
        bed.migration("SELECT 1");
        try (Client client = bed.client(next, "--plan", approved)) {
            assertThat(client.exitCode()).as(client.log()).isEqualTo(PLAN_REFUSED);
        }
        bed.oldServes("SUCCEEDED");
    }

    @Test
    public void migrationsThatMovedWhileItWaitedAreRefused() throws Exception {
        bed.migration("SELECT 1");
        try (Client client = bed.heldInPull(next)) {
            bed.migration("SELECT 2");
            bed.registry.release();
            assertThat(client.exitCode()).as(client.log()).isEqualTo(PLAN_REFUSED);
        }
        bed.oldServes("FAILED");
    }
}
