package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class StartOrderTest {

    @Test
    public void putsEachServiceInTheLayerAfterThoseItWaitsFor() {
        ServiceGraph graph = new ServiceGraph(List.of(
                spec("web", "migrations", "cache"), spec("cache"), spec("migrations", "db"), spec("db"), spec("mail")));

        List<List<String>> layers = new StartOrder(graph).layers();

        assertThat(StartOrder.text(layers)).isEqualTo("cache, db, mail → migrations → web");
    }

    @Test
    public void endsAlsoInACircle() {
        ServiceGraph graph = new ServiceGraph(List.of(spec("a", "b"), spec("b", "a")));

        assertThat(new StartOrder(graph).layers().stream().flatMap(List::stream))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    public void findsWhatCanNeverBecomeHealthy() {
        assertImpossible(
                "'db': {'image': 'a', 'healthcheck': {'disable': true}}",
                "service_healthy",
                "can never become healthy, as its health check is disabled, and service 'web' waits for that");
    }

    @Test
    public void findsWhatCanNeverEnd() {
        assertImpossible(
                "'db': {'image': 'a', 'restart': 'always'}",
                "service_completed_successfully",
                "can never end, as its restart policy starts it again, and service 'web' waits for that");
    }

    @Test
    public void findsWhatNeverRuns() {
        assertImpossible(
                "'db': {'image': 'a', 'deploy': {'replicas': 0}}",
                "service_healthy",
                "never runs, as it has no replicas, and service 'web' waits for that");
    }

    @Test
    public void findsAConditionThatCanNeverHold() {
        ServiceGraph graph = ComposeConfig.services("{\"services\": {\"job\": {\"restart\": \"unless-stopped\"}}}")
                .with(Map.of("job", new Condition.All(List.of(new Condition.Exited(0), new Condition.Log("x")))));

        assertThat(new StartOrder(graph).impossible())
                .contains(new StartOrder.Impossible("job", "can never end, as its restart policy starts it again"));
    }

    @Test
    public void findsNothingWhereTheImageMayBringAHealthCheck() {
        assertThat(impossible("'db': {'image': 'a'}", "service_healthy")).isEmpty();
        assertThat(impossible("'db': {'restart': 'on-failure'}", "service_completed_successfully"))
                .isEmpty();
        assertThat(impossible("'db': {'restart': 'always'}", "service_started")).isEmpty();
    }

    private static void assertImpossible(String db, String condition, String reason) {
        assertThat(impossible(db, condition)).contains(new StartOrder.Impossible("db", reason));
    }

    private static Optional<StartOrder.Impossible> impossible(String db, String condition) {
        String config = "{'services': {" + db + ", 'web': {'depends_on': {'db': {'condition': '" + condition + "'}}}}}";
        return new StartOrder(ComposeConfig.services(config.replace('\'', '"'))).impossible();
    }

    private static ServiceSpec spec(String name, String... dependsOn) {
        return new ServiceSpec(name, 1, Optional.empty(), List.of(dependsOn));
    }
}
