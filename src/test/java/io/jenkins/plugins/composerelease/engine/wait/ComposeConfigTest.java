package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class ComposeConfigTest {
    private static final String CONFIG = """
            {"name": "shop", "services": {
              "db": {"image": "postgres", "environment": {"PASSWORD": "geheim"}, "healthcheck": {"test": ["CMD", "true"]}},
              "migrate": {"build": {"context": "."}, "depends_on": {"db": {"condition": "service_healthy"}}},
              "web": {"image": "web", "deploy": {"replicas": 2, "resources": {}},
                "depends_on": {"migrate": {"condition": "service_completed_successfully", "required": true}}},
              "worker": {"image": "web", "scale": 3, "depends_on": {"web": {"condition": "service_started"}}}}}
            """;
    private final ServiceGraph graph = ComposeConfig.services(CONFIG);

    @Test
    public void readsServicesReplicasAndDependencies() {
        assertThat(graph.services())
                .containsExactly(
                        new ServiceSpec("db", 1, Optional.empty(), List.of()),
                        new ServiceSpec("migrate", 1, Optional.of(new Condition.Exited(0)), List.of("db")),
                        new ServiceSpec("web", 2, Optional.empty(), List.of("migrate")),
                        new ServiceSpec("worker", 3, Optional.empty(), List.of("web")));
        assertThat(graph.toString()).doesNotContain("geheim");
    }

    @Test
    public void knowsWhetherThereIsSomethingToBuild() {
        assertThat(ComposeConfig.builds(CONFIG)).isTrue();
        assertThat(ComposeConfig.builds("{\"services\": {\"db\": {\"image\": \"postgres\"}}}"))
                .isFalse();
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
