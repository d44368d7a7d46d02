package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Deploys whose connection breaks, with a word or without one. */
public class SshCutIT {
    @ClassRule
    public static final FaultBed bed = FaultBed.get();

    private String next;

    @Before
    public void begin() throws Exception {
        bed.begin();
        next = bed.next();
    }

    @Test
    public void connectionCutInTransferEndsOnOneVersion() throws Exception {
        try (Client client = bed.client(next).until("transfer started")) {
            bed.ssh.cut();
            bed.ends(client, next);
        }
    }

    @Test
    public void connectionCutInPullEndsOnOneVersion() throws Exception {
        try (Client client = bed.heldInPull(next)) {
            bed.ssh.cut();
            bed.registry.release();
            bed.ends(client, next);
        }
    }

    @Test
    public void connectionCutInBackupEndsOnOneVersion() throws Exception {
        bed.backUp();
        bed.migration("SELECT 1");
        try (Client client = bed.client(next)) {
            DbSession lock = bed.transaction("LOCK TABLE items");
            try (lock) {
                client.until("backup started", Waiting.forATable(bed));
                bed.ssh.cut();
            }
            bed.ends(client, next);
        }
    }

    @Test
    public void connectionCutInMigrationMigratesOnce() throws Exception {
        bed.migration("SELECT pg_advisory_lock(42)");
        try (Client client = bed.client(next)) {
            DbSession lock = bed.transaction("SELECT pg_advisory_lock(42)");
            try (lock) {
                client.until("migrate started", Waiting.forAnAdvisoryLock(bed));
                bed.ssh.cut();
            }
            bed.ends(client, next);
        }
    }

    @Test
    public void connectionCutInSwitchIsTakenUpAgain() throws Exception {
        bed.hold = "health";
        try (Client client = bed.client(next)) {
            client.until("switch started", Waiting.forTheVersion(bed, next));
            bed.ssh.cut();
            bed.letGo();
            assertThat(client.exitCode()).as(client.log()).isZero();
        }
        bed.newServes(next);
    }

    @Test
    public void connectionCutInVerificationEndsOnOneVersion() throws Exception {
        bed.verify();
        bed.hold = "verify";
        try (Client client = bed.client(next)) {
            client.until("verify started", Waiting.forTheVersion(bed, next));
            bed.ssh.cut();
            bed.letGo();
            bed.ends(client, next);
        }
    }

    @Test
    public void sshServerKilledInSwitchIsWaitedFor() throws Exception {
        bed.hold = "health";
        try (Client client = bed.client(next)) {
            client.until("switch started", Waiting.forTheVersion(bed, next));
            bed.host.control("sshd stop");
            bed.letGo();
            bed.host.control("sshd start");
            assertThat(client.exitCode()).as(client.log()).isZero();
        }
        bed.newServes(next);
    }

    @Test
    public void partitionInSwitchThatHealsEndsOnOneVersion() throws Exception {
        bed.hold = "health";
        silent(bed.client(next), "switch started", Waiting.forTheVersion(bed, next));
    }

    @Test
    public void packetsDroppedInVerificationEndOnOneVersion() throws Exception {
        bed.verify();
        bed.hold = "verify";
        try (Client client = bed.client(next)) {
            client.until("verify started", Waiting.forTheVersion(bed, next));
            bed.host.control("cut");
            bed.letGo();
            client.untilSaid("connection|Connection|lost");
            bed.host.control("heal");
            bed.ends(client, next);
        }
    }

    /** Until the program has noticed, which takes it 20 s. */
    private void silent(Client started, String phase, Callable<Boolean> moment) throws Exception {
        try (started) {
            started.until(phase, moment);
            bed.ssh.hold();
            bed.letGo();
            started.untilSaid("connection|Connection|lost");
            bed.ssh.release();
            bed.ends(started, next);
        }
    }

    /** The first one is cut off without a word, another one takes over, and then the first one is back. */
    @Test
    public void ownerThatWasCutOffChangesNothingAfterAnotherOneTookOver() throws Exception {
        try (Client first = bed.heldInPull(next)) {
            bed.ssh.hold();
            bed.goAround();
            String third = bed.next(next);
            try (Client second = bed.client(third, "--lock-wait", "2m")) {
                assertThat(second.exitCode()).as(second.log()).isZero();
            }
            bed.heal();
            assertThat(first.exitCode()).as(first.log()).isNotZero();
            bed.newServes(third);
        }
    }
}
