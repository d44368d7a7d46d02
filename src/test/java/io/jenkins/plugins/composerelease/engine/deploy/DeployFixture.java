package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.composerelease.adapter.flyway.Migrators;
import io.jenkins.plugins.composerelease.adapter.registry.Registries;
import io.jenkins.plugins.composerelease.adapter.ssh.SshHost;
import io.jenkins.plugins.composerelease.adapter.ssh.SshTargets;
import io.jenkins.plugins.composerelease.engine.ReleaseEngine;
import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A target of its own on host {@code web1} with its workspace here; both are gone after the test. */
final class DeployFixture extends ExternalResource {
    private final TestBed bed = TestBed.get();
    private final TestBed.HostData data = bed.host("web1");
    private final TemporaryFolder folder = new TemporaryFolder();
    final String project = TestBed.unique("deployit");
    final String directory = data.directory() + "/" + project;
    final RecordingLog log = new RecordingLog();
    final Map<String, String> variables = new LinkedHashMap<>(Map.of("DB_IMAGE", DeployImages.database()));
    List<String> transfer = List.of();
    List<String> services = List.of();
    List<String> published = List.of("web");
    Optional<String> token = Optional.empty();
    Optional<Migration> migration = Optional.empty();
    Optional<Backup> backup = Optional.empty();
    SshHost host;

    /** A file of the workspace. */
    void file(String name, String content) {
        try {
            Path file = workspace().resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String name) throws IOException {
        Files.delete(workspace().resolve(name));
    }

    /** A migration; from the first one on, the target migrates its database. */
    void sql(String name, String sql) {
        file("sql/" + name, sql);
        migration = Optional.of(new Migration.Flyway(
                List.of(workspace().resolve("sql").toString()),
                "jdbc:postgresql://db:5432/shop",
                Optional.of("db"),
                Optional.of("shop"),
                Optional.empty(),
                Duration.ofMinutes(1)));
    }

    Target target() {
        return new Target(
                "production",
                SshTargets.address(data),
                directory,
                project,
                List.of("compose.yaml"),
                List.of(),
                transfer,
                List.of(),
                variables,
                token.map(value -> new SecretBinding(SecretBinding.Kind.FILE, "token", Secret.of(value))).stream()
                        .toList(),
                Optional.of(DeployImages.login()),
                services,
                migration,
                backup,
                List.of(),
                Duration.ZERO,
                Duration.ofSeconds(30),
                10);
    }

    /** The request to release a version of the application's image, see {@link DeployImages#web}. */
    ReleaseRequest request(String version, Duration lockWait) {
        return request(version, DeployImages.web(version), lockWait);
    }

    private ReleaseRequest request(String version, PublishedImage image, Duration lockWait) {
        PublishedImage web = new PublishedImage(
                image.name(),
                image.reference(),
                image.tags(),
                image.revision(),
                image.size(),
                image.platforms(),
                false,
                published,
                Optional.of("WEB_IMAGE"));
        return new ReleaseRequest("shop", target(), List.of(web), revision(version), workspace(), "the test", lockWait);
    }

    /** The same revision, for which the registry now has another version's image. */
    ReleaseRequest republished(String version, String other) {
        return request(version, DeployImages.web(other), Duration.ZERO);
    }

    static String revision(String version) {
        return HexFormat.of()
                .formatHex(version.getBytes(StandardCharsets.UTF_8))
                .repeat(4);
    }

    ReleaseEngine engine() {
        return engine(log);
    }

    ReleaseEngine engine(ReleaseLog to) {
        return new ReleaseEngine(
                bed.agent(), new Registries(List.of(DeployImages.login()))::of, new Migrators(), Instant::now, to);
    }

    Plan plan(String version) {
        return engine().plan(request(version, Duration.ZERO), host);
    }

    ReleaseRecord deploy(String version) {
        return engine().deploy(request(version, Duration.ZERO), Optional.empty(), host);
    }

    ReleaseRecord rollBack(Optional<String> to, boolean force) {
        return engine().rollback(new RollbackRequest(target(), to, force, "the test", Duration.ZERO), host);
    }

    /** The failure of a release; the test fails where there is none. */
    static ReleaseException failure(ThrowingCallable release) {
        ReleaseException failure = catchThrowableOfType(ReleaseException.class, release);
        if (failure == null) {
            throw new AssertionError("the release succeeded, expected it to fail");
        }
        return failure;
    }

    TargetLook look() {
        return engine().status(target(), host);
    }

    ReleaseRecord newest() {
        return look().releases().get(0);
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

    private Path workspace() {
        return folder.getRoot().toPath();
    }

    @Override
    protected void before() throws IOException {
        folder.create();
        host = SshHost.connect(
                "production", SshTargets.address(data), bed.agent(), Deadline.in(Duration.ofSeconds(30)));
    }

    @Override
    protected void after() {
        try {
            shell("f=label=com.docker.compose.project=$2; docker ps -aq --filter $f | xargs -r docker rm -f;"
                    + " docker volume ls -q --filter $f | xargs -r docker volume rm;"
                    + " docker network ls -q --filter $f | xargs -r docker network rm; rm -rf -- \"$1\";"
                    + " for d in /dev/shm/compose-release-*/\"$2\"; do rm -rf -- \"$d\"; done");
        } finally {
            host.close();
            folder.delete();
        }
    }
}
