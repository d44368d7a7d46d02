package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.cli.CliRun;
import io.jenkins.plugins.composerelease.testing.TestBed;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Deploys to a host that may be another one. */
public class HostKeysIT {
    @ClassRule
    public static final FaultBed bed = FaultBed.get();

    @Before
    public void begin() throws Exception {
        bed.begin();
    }

    @Test
    public void changedHostKeyStopsTheDeployBeforeItConnects() throws Exception {
        bed.hostKey = TestBed.get().host("web1").publicKey();
        requireRefused();
    }

    @Test
    public void unknownHostKeyStopsTheDeployBeforeItConnects() throws Exception {
        bed.hostKey = "";
        requireRefused();
    }

    private static void requireRefused() throws Exception {
        CliRun run = bed.run(bed.next());
        assertThat(run.exitCode()).as(run.err()).isNotZero();
        assertThat(run.err()).contains("key");
        bed.oldServes("SUCCEEDED");
    }
}
