package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.model.Guards;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Rollout;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class PlanSettingsTest {
    private static final Target BARE = PreflightTest.target(List.of(), Target.AtRest.MEMORY);

    @Test
    public void everySettingThatDecidesCounts() {
        Rollout rolling = new Rollout(Rollout.Strategy.ROLLING, Duration.ofSeconds(5), List.of(), Map.of());
        List<String> hashes = List.of(
                hash(BARE),
                hash(BARE.within(Duration.ofSeconds(61))),
                hash(BARE.with(rolling)),
                hash(BARE.with(new Guards(List.of("proxy"), Optional.empty()))),
                hash(BARE.with(new Guards(List.of(), Optional.of(new Guards.Required("staging", Optional.of("e2e")))))),
                hash(with(Optional.of(flyway("/w", "one")), Map.of(), 10)),
                hash(with(Optional.empty(), Map.of("Host", "shop"), 10)),
                hash(with(Optional.empty(), Map.of(), 11)));
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    public void neitherSecretsNorTheWorkspacesPlaceCount() {
        assertThat(hash(with(Optional.of(flyway("/w", "one")), Map.of(), 10)))
                .isEqualTo(hash(with(Optional.of(flyway("/w", "two")), Map.of(), 10)))
                .isEqualTo(
                        PlanSettings.hash(with(Optional.of(flyway("/other", "one")), Map.of(), 10), Path.of("/other")));
    }

    /** Java's immutable maps have another order in each process, and a plan is made in one and carried out in another. */
    @Test
    public void orderOfAMapDoesNotCount() {
        Map<String, String> one = new LinkedHashMap<>();
        Map<String, String> other = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            one.put("X-" + i, "v");
            other.put("X-" + (9 - i), "v");
        }
        Rollout first = new Rollout(Rollout.Strategy.RECREATE, Duration.ZERO, List.of(), hooks(one.keySet()));
        Rollout second = new Rollout(Rollout.Strategy.RECREATE, Duration.ZERO, List.of(), hooks(other.keySet()));
        assertThat(hash(BARE.with(first))).isEqualTo(hash(BARE.with(second)));
    }

    private static Map<String, Rollout.Hook> hooks(Iterable<String> names) {
        Map<String, Rollout.Hook> hooks = new LinkedHashMap<>();
        names.forEach(name -> hooks.put(name, new Rollout.Hook(List.of("true"), List.of())));
        return hooks;
    }

    private static String hash(Target target) {
        return PlanSettings.hash(target, Path.of("/w"));
    }

    private static Migration flyway(String workspace, String password) {
        return new Migration.Flyway(
                List.of(workspace + "/sql"),
                "jdbc:postgresql://db/shop",
                Optional.empty(),
                Optional.of("shop"),
                Optional.of(Secret.of(password)),
                Duration.ofMinutes(1));
    }

    private static Target with(Optional<Migration> migration, Map<String, String> headers, int keep) {
        EndpointCheck check = new EndpointCheck(
                "http://localhost/",
                200,
                Optional.empty(),
                headers,
                EndpointCheck.From.TARGET,
                3,
                Duration.ofSeconds(1));
        return new Target(
                BARE.name(),
                BARE.ssh(),
                BARE.directory(),
                BARE.project(),
                BARE.files(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                BARE.atRest(),
                Optional.empty(),
                List.of(),
                migration,
                Optional.empty(),
                List.of(check),
                BARE.stability(),
                BARE.timeout(),
                BARE.readiness(),
                keep);
    }
}
