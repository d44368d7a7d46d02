package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.adapter.ssh.SshHost;
import io.jenkins.plugins.composerelease.adapter.ssh.SshTargets;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.wait.AnyCompose;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import io.jenkins.plugins.composerelease.testing.WithoutPlugin;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.rules.ExternalResource;

/** A project and a directory of a test on host {@code web1}, looked at from outside the release; gone after the test. */
abstract class DeployHost extends ExternalResource {
    final TestBed bed = TestBed.get();
    final TestBed.HostData data = bed.host("web1");
    final String project = TestBed.unique("deployit");
    final String directory = data.directory() + "/" + project;
    final RecordingLog log = new RecordingLog();
    private final boolean withoutPlugin;
    Host local;
    Host host;

    /**
     * @param withoutPlugin whether both machines have docker-compose 1.29 alone
     */
    DeployHost(boolean withoutPlugin) {
        this.withoutPlugin = withoutPlugin;
    }

    /** Id of each service's container, running or not. */
    Map<String, String> containers() {
        Map<String, String> found = new TreeMap<>();
        shell("docker ps --all --no-trunc --filter \"label=com.docker.compose.project=$2\""
                        + " --format '{{.Label \"com.docker.compose.service\"}} {{.ID}}'")
                .lines()
                .map(line -> line.split(" ", 2))
                .forEach(parts -> found.put(parts[0], parts[1]));
        return found;
    }

    /** The version that the application answers with. */
    String served(String service) {
        return in(service, "busybox", "wget", "-q", "-O", "-", "http://127.0.0.1:8080/VERSION")
                .strip();
    }

    /** Output of a command in a service's container. */
    String in(String service, String... command) {
        String id = containers().get(service);
        return host.require(
                        Command.of("look into the container", "docker", "exec", String.valueOf(id))
                                .withArguments(List.of(command)),
                        Deadline.in(Duration.ofSeconds(20)))
                .output();
    }

    /** Output of a query, a value a line. */
    List<String> query(String sql) {
        return in("db", "psql", "-U", "shop", "-At", "-c", sql).lines().toList();
    }

    /** Output of a shell script on the host, with the target's directory as {@code $1} and its project as {@code $2}. */
    String shell(String script) {
        CommandResult result = host.require(
                Command.of("look at the host", "sh", "-c", script, "sh", directory, project),
                Deadline.in(Duration.ofMinutes(1)));
        return result.output();
    }

    /** Brings images to the host before any release does. */
    void pull(List<String> references) {
        new ImagePuller(host, log)
                .pull(
                        references.stream().map(ImageReference::parse).toList(),
                        Optional.of(DeployImages.login()),
                        Deadline.in(Duration.ofMinutes(2)));
    }

    @Override
    protected void before() throws IOException {
        SshHost ssh = SshHost.connect(
                "production", SshTargets.address(data), bed.agent(), Deadline.in(Duration.ofSeconds(30)));
        host = new AnyCompose(withoutPlugin ? new WithoutPlugin(ssh) : ssh);
        local = new AnyCompose(withoutPlugin ? new WithoutPlugin(bed.agent()) : bed.agent());
    }

    @Override
    protected void after() {
        try {
            shell(
                    "f=label=com.docker.compose.project=$2; docker ps -aq --filter $f | xargs -r docker rm -f;"
                            + " docker volume ls -q --filter $f | xargs -r docker volume rm;"
                            + " docker network ls -q --filter $f | xargs -r docker network rm; rm -rf -- \"$1\";"
                            + " for d in /dev/shm/compose-release-*/\"$2\"; do test ! -e \"$d\" && test ! -L \"$d\" || rm -rf -- \"${d%/*}\"; done");
        } finally {
            local.close();
            host.close();
        }
    }
}
