package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.cli.CliRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Deploys and rollbacks without a registry, or without what it had. */
public class RegistryFaultsIT {
    private static final int FAILED = 1;
    private static final int ROLLED_BACK = 6;

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
    public void registryDownAtThePullKeepsTheOldVersion() throws Exception {
        try (Client client = bed.heldInPull(next)) {
            bed.registry.down();
            assertThat(client.exitCode()).as(client.log()).isEqualTo(FAILED);
        }
        bed.oldServes("FAILED");
    }

    @Test
    public void imageThatIsGoneAtThePullKeepsTheOldVersion() throws Exception {
        String once = FaultImages.once();
        try (Client client = bed.client(once)) {
            client.until("lock started");
            FaultImages.delete(once);
            assertThat(client.exitCode()).as(client.log()).isEqualTo(FAILED);
            assertThat(client.phase()).isEqualTo("pull");
        }
        bed.oldServes("FAILED");
    }

    @Test
    public void registryDownInTheSwitchDoesNotKeepItFromGoingBack() throws Exception {
        try (Client client = bed.client(FaultImages.UNHEALTHY)) {
            client.until("switch started");
            bed.registry.down();
            assertThat(client.exitCode()).as(client.log()).isEqualTo(ROLLED_BACK);
        }
        bed.oldServes("ROLLED_BACK");
    }

    @Test
    public void rollbackWithoutARegistryTakesTheImageThatIsKept() throws Exception {
        bed.deploy(next);
        bed.registry.down();
        CliRun run = bed.rollback();
        assertThat(run.exitCode()).as(run.err()).isZero();
        bed.newServes(old);
    }

    @Test
    public void rollbackToAnImageThatIsNowhereSaysSoAndChangesNothing() throws Exception {
        bed.deploy(next);
        bed.evict(old);
        bed.registry.down();
        CliRun run = bed.rollback();
        assertThat(run.exitCode()).as(run.err()).isNotZero();
        assertThat(run.err()).contains("Could not pull", bed.registry.address());
        bed.oldServes("FAILED|SUCCEEDED");
    }
}
