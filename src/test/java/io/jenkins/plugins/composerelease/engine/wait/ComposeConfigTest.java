package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Declared;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Declared.HealthCheck;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Dependency;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Dependency.Until;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class ComposeConfigTest {
    private static final String CONFIG = """
            {"name": "shop", "services": {
              "db": {"image": "postgres", "restart": "unless-stopped", "environment": {"PASSWORD": "geheim"}, "healthcheck": {"test": ["CMD", "true"]}},
              "migrate": {"build": {"context": "."}, "depends_on": {"db": {"condition": "service_healthy"}}},
              "web": {"image": "web", "deploy": {"replicas": 2, "resources": {}},
                "depends_on": {"migrate": {"condition": "service_completed_successfully", "required": true}}},
              "worker": {"image": "web", "scale": 3, "depends_on": {"web": {"condition": "service_started"}}}}}
            """;
    private static final Dependency HEALTHY_DB = new Dependency("db", Until.HEALTHY);
    private static final Declared WEB = new Declared("web", HealthCheck.IMAGE, false);
    private final ServiceGraph graph = ComposeConfig.services(CONFIG);

    @Test
    public void readsServicesReplicasAndDependencies() {
        assertThat(graph.services())
                .containsExactly(
                        spec(
                                "db",
                                1,
                                Optional.of(new Condition.Healthy()),
                                new Declared("postgres", HealthCheck.FILES, true)),
                        spec("migrate", 1, Optional.of(new Condition.Exited(0)), Declared.NOTHING, HEALTHY_DB),
                        spec("web", 2, Optional.empty(), WEB, new Dependency("migrate", Until.COMPLETED)),
                        spec("worker", 3, Optional.empty(), WEB, new Dependency("web", Until.STARTED)));
        assertThat(graph.toString()).doesNotContain("geheim");
    }

    @Test
    public void keepsOfAllServicesThoseThatStart() {
        String all = """
                {"services": {
                  "db": {},
                  "tool": {"profiles": ["tools"], "depends_on": {"cache": {}}},
                  "cache": {"profiles": ["tools", "extra"]},
                  "web": {"depends_on": {"db": {"required": true}, "cache": {"required": false}}}}}
                """;

        assertThat(starting(all, List.of(), List.of())).containsExactly("db", "web -> db");
        assertThat(starting(all, List.of(), List.of("extra"))).containsExactly("db", "cache", "web -> db cache");
        assertThat(starting(all, List.of(), List.of("*"))).hasSize(4);
        assertThat(starting(all, List.of("web"), List.of())).containsExactly("db", "web -> db");
        assertThat(starting(all, List.of("tool"), List.of())).containsExactly("tool -> cache", "cache");
        assertThatThrownBy(() -> starting(all, List.of("wbe"), List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("no such service: wbe.");
        String required = all.replace("false", "true");
        assertThatThrownBy(() -> starting(required, List.of(), List.of()))
                .hasMessageStartingWith("no such service: cache.");
    }

    private static List<String> starting(String all, List<String> named, List<String> profiles) {
        return ComposeConfig.services(ComposeConfig.starting(all, named, profiles)).services().stream()
                .map(spec ->
                        spec.name() + (spec.dependsOn().isEmpty() ? "" : " -> " + String.join(" ", spec.dependsOn())))
                .toList();
    }

    @Test
    public void waitsForTheEndOfWhatOneServiceWantsHealthyAndAnotherCompleted() {
        String healthy = "'x': {'depends_on': {'job': {'condition': 'service_healthy'}}}";
        String ended = "'y': {'depends_on': {'job': {'condition': 'service_completed_successfully'}}}";

        for (String both : List.of(healthy + ", " + ended, ended + ", " + healthy)) {
            String config = "{'services': {'job': {}, " + both + "}}";
            assertThat(ComposeConfig.services(config.replace('\'', '"')).find("job"))
                    .as(config)
                    .hasValueSatisfying(job -> assertThat(job.condition()).contains(new Condition.Exited(0)));
        }
    }

    @Test
    public void knowsAHealthCheckThatIsSwitchedOff() {
        String config = """
                {"services": {"a": {"image": "a", "healthcheck": {"disable": true}},
                  "b": {"image": "b", "healthcheck": {"test": ["NONE"]}}}}
                """;

        assertThat(ComposeConfig.services(config).services())
                .allMatch(spec -> spec.declared().healthCheck() == HealthCheck.DISABLED);
    }

    @Test
    public void takesConditionsAndRefusesThoseOfUnknownServices() {
        Condition condition = new Condition.Tcp(6379);

        assertThat(graph.with(Map.of("db", condition)).find("db").orElseThrow().condition())
                .contains(condition);
        assertThatThrownBy(() -> graph.with(Map.of("cache", condition)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("wait names service 'cache', expected one that starts: db, migrate, web, worker."
                        + " Correct its name, or activate its profile.");
        assertThat(graph.withKnown(Map.of("cache", condition))).isEqualTo(graph);
    }

    @Test
    public void knowsWhetherThereIsSomethingToBuild() {
        assertThat(ComposeConfig.built(CONFIG)).containsExactly("migrate");
        assertThat(ComposeConfig.built("{\"services\": {\"db\": {\"image\": \"postgres\"}}}"))
                .isEmpty();
    }

    @Test
    public void findsWhatAServiceBlocksAndWhichFailureExplainsOthers() {
        assertThat(graph.blockedBy("db")).containsExactly("migrate", "web", "worker");
        assertThat(graph.blockedBy("worker")).isEmpty();
        assertThat(graph.cause(List.of("worker", "web", "migrate"))).isEqualTo("migrate");
        assertThat(graph.cause(List.of("worker"))).isEqualTo("worker");
        assertThat(graph.only(List.of("web")).services())
                .extracting(ServiceSpec::name)
                .containsExactly("web");
    }

    @Test
    public void namesACauseAlsoInACircle() {
        ServiceGraph circle = new ServiceGraph(List.of(
                new ServiceSpec("a", 1, Optional.empty(), List.of("b")),
                new ServiceSpec("b", 1, Optional.empty(), List.of("a"))));

        assertThat(circle.cause(List.of("a", "b"))).isIn("a", "b");
    }

    private static ServiceSpec spec(
            String name, int replicas, Optional<Condition> condition, Declared declared, Dependency... dependencies) {
        return new ServiceSpec(name, replicas, condition, List.of(dependencies), declared);
    }

    @Test
    public void quotesNothingOfAConfigurationItCannotRead() {
        ReleaseException failure =
                catchThrowableOfType(ReleaseException.class, () -> ComposeConfig.services("{\"services\": geheim}"));

        assertThat(failure)
                .hasMessageContaining("is not JSON")
                .hasMessageNotContaining("geheim")
                .hasNoCause();
    }
}
