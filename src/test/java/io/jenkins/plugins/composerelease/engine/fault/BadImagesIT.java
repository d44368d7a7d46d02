package io.jenkins.plugins.composerelease.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.cli.CliRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Deploys of images that cannot serve. */
public class BadImagesIT {
    private static final int PLAN_REFUSED = 4;
    private static final int ROLLED_BACK = 6;

    @ClassRule
    public static final FaultBed bed = FaultBed.get();

    @Before
    public void begin() throws Exception {
        bed.begin();
    }

    @Test
    public void unhealthyImageIsRolledBack() throws Exception {
        requireRolledBack(FaultImages.UNHEALTHY, "unhealthy");
    }

    @Test
    public void imageThatEndsAtOnceIsRolledBack() throws Exception {
        bed.restart = "no";
        requireRolledBack(FaultImages.CRASHING, "exit code 3");
    }

    @Test
    public void imageForAnotherMachineIsRolledBack() throws Exception {
        requireRolledBack(FaultImages.FOREIGN, "xec format error");
    }

    @Test
    public void imageWhoseManifestNamesAnotherMachineIsRefusedBeforeAnythingChanges() throws Exception {
        CliRun run = bed.run(FaultImages.OTHER_MACHINE);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(PLAN_REFUSED);
        assertThat(run.err()).contains("s390x");
        bed.oldServes("SUCCEEDED");
    }

    private static void requireRolledBack(String version, String why) throws Exception {
        CliRun run = bed.run(version);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ROLLED_BACK);
        assertThat(run.err()).contains(why);
        bed.oldServes("ROLLED_BACK");
    }
}
