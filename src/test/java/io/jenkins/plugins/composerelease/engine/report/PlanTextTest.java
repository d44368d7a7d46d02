package io.jenkins.plugins.composerelease.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Plan;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class PlanTextTest {

    @Test
    public void showsThePlanInAlignedColumns() {
        Plan plan = Samples.plan(Samples.goodChecks());
        assertThat(PlanText.of(plan)).isEqualTo("""
                Plan %s: shop 1a2b3c4 to production

                Services
                  SERVICE  ACTION    FROM              TO            WHY
                  api      recreate  aaaaaaaaaaaa  ->  bbbbbbbbbbbb  new image
                  db       keep      dddddddddddd  ->  dddddddddddd  unchanged
                  worker   create    -             ->  bbbbbbbbbbbb  new service

                Migrations: 2 pending, schema is at 3
                  VERSION  DESCRIPTION
                  4        add orders
                  5        drop legacy
                      ! destructive: DROP TABLE legacy
                      ! destructive: DROP COLUMN note

                Reachable from outside
                  SERVICE  PORTS
                  api      443, 127.0.0.1:9090

                Preflight: all checks passed
                      CHECK  RESULT
                  ok  SSH    web1 as deploy, host key as configured
                  ok  Disk   14.2 GB free, 0.4 GB needed
                  ok  Lock   free

                Changed outside of a release
                  ! Service 'db' has no container, released was postgres:15.

                Warnings
                  ! No backup is configured for this target.

                If it fails after the switch, the target returns to release 20261030T101500Z-9f8e7d6.
                """.formatted(plan.id()));
    }

    @Test
    public void putsFailedChecksFirstWithTheirRemedy() {
        List<Plan.Check> checks = new ArrayList<>(Samples.goodChecks());
        checks.add(new Plan.Check(
                "Compose", false, "version 1.29.2, at least 2.20 needed", "Install the Compose plugin."));
        assertThat(PlanText.of(Samples.plan(checks)))
                .contains("Preflight: 1 of 4 checks failed\n"
                        + "        CHECK    RESULT\n"
                        + "  FAIL  Compose  version 1.29.2, at least 2.20 needed\n"
                        + "      > Install the Compose plugin.\n"
                        + "  ok    SSH ")
                .endsWith("This plan cannot be carried out: see the failed checks above.\n");
    }

    @Test
    public void showsNoTerminalSequences() {
        Plan.Check hostile = new Plan.Check("\u001b[2JDisk", false, "a\u0007b\nc", "\u202edo");
        assertThat(PlanText.of(Samples.plan(List.of(hostile))))
                .doesNotContain("\u001b", "\u0007", "\u202e")
                .contains("FAIL  Disk   a\ufffdb c");
    }
}
