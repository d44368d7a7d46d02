package io.jenkins.plugins.composerelease.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class WaitSectionsTest {
    private static final Condition HEALTHY = new Condition.Healthy();

    @Test
    public void readsEveryCondition() {
        Readiness readiness = read("""
                wait:
                  db: healthy
                  worker: {running: 10s}
                  plain: running
                  migrations: {exited: 3}
                  job: exited
                  web: {http: {url: "http://web:8000/health", status: 204, body: "o+k"}}
                  short: {http: "http://web:8000/"}
                  cache: {tcp: 6379}
                  queue: {log: "rea.y"}
                  api: [healthy, {exec: [python, -c, "print(1)"]}]
                  x: {any: [healthy, {log: ready}]}
                  y: {all: [running, {tcp: 80}]}
                  one: [healthy]
                logs: all
                """);

        Condition.Running running = new Condition.Running(Duration.ofSeconds(2));
        assertThat(readiness.conditions())
                .containsEntry("db", HEALTHY)
                .containsEntry("worker", new Condition.Running(Duration.ofSeconds(10)))
                .containsEntry("plain", running)
                .containsEntry("migrations", new Condition.Exited(3))
                .containsEntry("job", new Condition.Exited(0))
                .containsEntry("web", new Condition.Http("http://web:8000/health", 204, Optional.of("o+k")))
                .containsEntry("short", new Condition.Http("http://web:8000/", 200, Optional.empty()))
                .containsEntry("cache", new Condition.Tcp(6379))
                .containsEntry("queue", new Condition.Log("rea.y"))
                .containsEntry(
                        "api",
                        new Condition.All(List.of(HEALTHY, new Condition.Exec(List.of("python", "-c", "print(1)")))))
                .containsEntry("x", new Condition.Any(List.of(HEALTHY, new Condition.Log("ready"))))
                .containsEntry("y", new Condition.All(List.of(running, new Condition.Tcp(80))))
                .containsEntry("one", HEALTHY);
        assertThat(readiness.logs()).isEqualTo(Readiness.Logs.ALL);
    }

    @Test
    public void hasDefaults() {
        assertThat(read("files: [compose.yaml]")).isEqualTo(Readiness.DEFAULT);
    }

    @Test
    public void refusesWhatIsWrongAtItsPlace() {
        refuses(
                "wait: {db: helthy}",
                "release.yaml:1:8: wait.db: 'helthy' is not a condition. Did you mean 'healthy'?");
        refuses("wait: {db: {http: {url: 'web:8000'}}}", "URL 'web:8000' is not valid");
        refuses("wait: {db: {http: {url: 'http://u:p@web/'}}}", "is not a URL with a host");
        refuses("wait: {db: {http: {url: 'http://web/', body: '('}}}", "regular expression '(' is not valid");
        refuses("wait: {db: {tcp: 70000}}", "port 70000 is not valid");
        refuses("wait: {db: {log: '['}}", "regular expression '[' is not valid");
        refuses("wait: {db: {exec: []}}", "the command to run is empty");
        refuses("wait: {db: {exited: 256}}", "exit code 256 is not valid");
        refuses("wait: {db: {any: []}}", "'any' holds no condition");
        refuses("wait: {db: {healthy: true}}", "'healthy' takes no value");
        refuses("wait: {db: {tcp: 1, log: x}}", "a condition has one key, not 2");
        refuses("wait: {db: {running: soon}}", "duration 'soon' is not valid");
        refuses("wait: {'-x': healthy}", "service '-x' is not valid");
        refuses("wait: {db: }", "it has no value");
        refuses("logs: some", "'some' is not valid");
    }

    private static void refuses(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .as(yaml)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    private static Readiness read(String yaml) {
        Node node = NodeReader.read("release.yaml", yaml, false);
        return WaitSections.readiness(Section.of(node, "wait", "logs", "files"));
    }
}
