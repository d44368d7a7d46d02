package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Deploys to a host that is started again meanwhile, as after a power cut. */
public class RebootIT {
    private static final int FAILED = 1;

    @ClassRule
    public static final FaultBed bed = FaultBed.get();

    private String next;

    @Before
    public void begin() throws Exception {
        bed.begin();
        next = bed.next();
    }

    @Test
    public void hostStartedAgainInPullKeepsTheOldVersion() throws Exception {
        try (Client client = bed.heldInPull(next)) {
            bed.host.control("reboot");
            bed.registry.release();
            bed.ends(client, next);
        }
    }

    @Test
    public void hostStartedAgainInMigrationAppliesNothing() throws Exception {
        bed.migration("SELECT pg_advisory_lock(42)");
        try (Client client = bed.client(next)) {
            DbSession lock = bed.transaction("SELECT pg_advisory_lock(42)");
            try (lock) {
                client.until("migrate started", Waiting.forAnAdvisoryLock(bed));
                bed.host.control("reboot");
            }
            assertThat(client.exitCode()).as(client.log()).isNotIn(0, FAILED);
        }
        bed.awaitDatabase();
        bed.oldServes("RUNNING|FAILED|NEEDS_ATTENTION");
    }
}
