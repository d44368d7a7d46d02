package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.composerelease.adapter.flyway.Migrators;
import io.jenkins.plugins.composerelease.adapter.registry.Registries;
import io.jenkins.plugins.composerelease.adapter.ssh.SshTargets;
import io.jenkins.plugins.composerelease.engine.ReleaseEngine;
import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Rollout;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.rules.TemporaryFolder;

/** A target of its own on host {@code web1} with its workspace here; both are gone after the test. */
final class DeployFixture extends DeployHost {
    private final TemporaryFolder folder = new TemporaryFolder();
    final Map<String, String> variables = new LinkedHashMap<>(Map.of("DB_IMAGE", DeployImages.database()));
    List<String> transfer = List.of();
    List<String> services = List.of();
    List<String> published = List.of("web");
    Optional<String> token = Optional.empty();
    Optional<String> apiKey = Optional.empty();
    Target.AtRest atRest = Target.AtRest.MEMORY;
    UnaryOperator<String> mask = UnaryOperator.identity();
    final List<SecretBinding> secrets = new ArrayList<>();
    Optional<Migration> migration = Optional.empty();
    Optional<Backup> backup = Optional.empty();
    List<EndpointCheck> verification = List.of();
    /** What a target has besides. */
    UnaryOperator<Target> settings = UnaryOperator.identity();

    Rollout rollout = Rollout.DEFAULT;

    DeployFixture() {
        this(false);
    }

    DeployFixture(boolean withoutPlugin) {
        super(withoutPlugin);
    }

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
        return settings.apply(plainTarget());
    }

    private Target plainTarget() {
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
                        secrets(),
                        atRest,
                        Optional.of(DeployImages.login()),
                        services,
                        migration,
                        backup,
                        verification,
                        Duration.ZERO,
                        Duration.ofSeconds(30),
                        Readiness.DEFAULT,
                        10)
                .with(rollout);
    }

    private List<SecretBinding> secrets() {
        List<SecretBinding> all = new ArrayList<>(secrets);
        token.ifPresent(value ->
                all.add(new SecretBinding(SecretBinding.Kind.FILE, "token", Secret.of(value), true, "token-2026")));
        apiKey.ifPresent(value -> all.add(new SecretBinding(SecretBinding.Kind.ENV, "API_KEY", Secret.of(value))));
        return all;
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

    /** The same with an image that the registry has under the tag of its commit. */
    ReleaseRequest tagged(String version, String commit) {
        PublishedImage image = DeployImages.web(version);
        return request(
                version,
                new PublishedImage(
                        image.name(),
                        image.reference(),
                        List.of("sha-" + commit, "main"),
                        Optional.of(commit),
                        image.size(),
                        image.platforms(),
                        false,
                        List.of(),
                        Optional.empty()),
                Duration.ZERO);
    }

    static String revision(String version) {
        return HexFormat.of()
                .formatHex(version.getBytes(StandardCharsets.UTF_8))
                .repeat(4);
    }

    ReleaseEngine engine() {
        return new ReleaseEngine(
                local, new Registries(List.of(DeployImages.login()))::of, new Migrators(), Instant::now, log, mask);
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

    BackupRecord backUp() {
        return engine().backup(new BackupRequest(target(), "the test", Duration.ZERO), host);
    }

    BackupRecord restore(String id) {
        return engine().restore(new RestoreRequest(target(), id, "the test", Duration.ZERO), host);
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

    private Path workspace() {
        return folder.getRoot().toPath();
    }

    @Override
    protected void before() throws IOException {
        folder.create();
        super.before();
    }

    @Override
    protected void after() {
        try {
            super.after();
        } finally {
            folder.delete();
        }
    }
}
