package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Guards;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** Staging, then production, on one real host: production gets what staging verified, and nothing else. */
public class TargetsInOrderIT {
    @Rule
    public final DeployFixture staging = new DeployFixture();

    @Rule
    public final DeployFixture production = new DeployFixture();

    private final String tag = TestBed.unique("moving");

    @BeforeClass
    public static void build() {
        List.of("1", "2").forEach(DeployImages::web);
    }

    @Before
    public void writeFiles() {
        String others =
                "  cache:\n    image: " + DeployImages.web("1").reference().name() + ":" + tag + "\n";
        for (DeployFixture target : List.of(staging, production)) {
            target.file("compose.yaml", DeployImages.services("web") + others);
        }
        DeployImages.tag(tag, "1");
    }

    @Test
    public void productionTakesTheVerifiedDigestsAlsoOfOthersImages() {
        assertThat(failed(plan("1"))).singleElement().returns("verified before", Plan.Check::name);
        ReleaseRecord first = staging.deploy("1");
        assertThat(failed(plan("1")))
                .singleElement()
                .returns("check 'e2e' was not made on staging/" + first.id(), Plan.Check::detail);
        check(first, false);
        assertThat(failed(plan("1"))).hasSize(1);
        check(first, true);
        DeployImages.tag(tag, "2"); // what staging verified is another one from now on

        Plan plan = plan("1");

        assertThat(plan.feasible()).as(plan.checks().toString()).isTrue();
        assertThat(plan.more().verified()).contains("staging/" + first.id());
        ReleaseRecord released = production.engine().deploy(request("1"), Optional.of(plan), production.host);
        assertThat(released.images()).isEqualTo(first.images());
        assertThat(production.served("cache")).isEqualTo("1");
        assertThat(failed(plan("2"))).singleElement().returns("verified before", Plan.Check::name);
    }

    private void check(ReleaseRecord release, boolean passed) {
        TargetStore store = new TargetStore(staging.host, staging.target(), Instant::now);
        store.write(release.checked(new ReleaseRecord.Check("e2e", passed, "", Instant.now(), "the test")));
    }

    private static List<Plan.Check> failed(Plan plan) {
        return plan.checks().stream().filter(check -> !check.ok()).toList();
    }

    private Plan plan(String version) {
        return production.engine().plan(request(version), production.host);
    }

    private ReleaseRequest request(String version) {
        ReleaseRequest plain = production.request(version, Duration.ZERO);
        return new ReleaseRequest(
                plain.application(),
                plain.target()
                        .with(new Guards(List.of(), Optional.of(new Guards.Required("staging", Optional.of("e2e"))))),
                plain.images(),
                plain.revision(),
                plain.workspace(),
                plain.by(),
                plain.lockWait(),
                Optional.of(staging::look));
    }
}
