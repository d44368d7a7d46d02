package io.jenkins.plugins.composerelease.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.model.Guards;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.SecretSource;
import io.jenkins.plugins.composerelease.engine.wait.StackOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ReleaseFileTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> fetched = new ArrayList<>();
    private final SecretSource secrets = reference -> {
        fetched.add(reference);
        return Secret.of("value of " + reference + "\n");
    };
    private Path workspace;

    @Before
    public void fillTheWorkspace() throws IOException {
        workspace = folder.getRoot().toPath();
        Files.createDirectories(workspace.resolve("web"));
        Files.createDirectories(workspace.resolve("db/migrations"));
        for (String file : List.of("compose.yaml", "nginx.conf", ".env.production", "VERSION", "web/Dockerfile")) {
            Files.writeString(workspace.resolve(file), "x\n");
        }
        try (var in = getClass().getResourceAsStream("release.yaml")) {
            Files.copy(in, workspace.resolve("release.yaml"));
        }
    }

    @Test
    public void readsWhatMustBeSoFirst() throws IOException {
        Files.writeString(workspace.resolve(".env.example"), "DB_HOST=\n");
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                targets:
                  production:
                    host: web1
                    user: deploy
                    directory: /srv/shop
                    files: [compose.yaml]
                    transfer: [nginx.conf]
                    publishes: [proxy]
                    requires: {target: staging, check: e2e}
                    templates: [nginx.conf]
                    requiredKeys: [.env.example]
                    drift: refuse
                """);
        assertThat(load().target("production", secrets).target().guards())
                .isEqualTo(new Guards(
                        List.of("proxy"),
                        Optional.of(new Guards.Required("staging", Optional.of("e2e"))),
                        List.of("nginx.conf"),
                        List.of(".env.example"),
                        true));
    }

    @Test
    public void readsATargetWithAllItsSettings() {
        TargetSettings settings = load().target("production", secrets);
        Target target = settings.target();
        assertThat(target.ssh().host()).isEqualTo("web1.example.com");
        assertThat(target.ssh().port()).isEqualTo(2222);
        assertThat(target.ssh().identity().orElseThrow().reveal()).isEqualTo("value of file:~/.ssh/id_ed25519\n");
        assertThat(target.directory()).isEqualTo("/srv/shop");
        assertThat(target.files()).containsExactly("compose.yaml");
        assertThat(target.transfer()).containsExactly("nginx.conf");
        assertThat(target.variables()).containsEntry("WEB_PORT", "8080").containsEntry("RATE", "1.10");
        assertThat(target.registry().orElseThrow().password().orElseThrow().reveal())
                .isEqualTo("value of env:REGISTRY_PASSWORD");
        assertThat(target.backup().orElseThrow().keep()).isEqualTo(7);
        assertThat(target.atRest()).isEqualTo(Target.AtRest.FILE);
        assertThat(load().target("staging", secrets).target().atRest()).isEqualTo(Target.AtRest.MEMORY);
        assertThat(target.stability()).isEqualTo(Duration.ofSeconds(5));
        assertThat(target.timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.approvers()).containsExactly("alice");
        assertThat(settings.branches()).containsExactly("main", "release/*");
    }

    @Test
    public void readsMigrationAndVerification() {
        Target target = load().target("production", secrets).target();
        Migration.Flyway flyway = (Migration.Flyway) target.migration().orElseThrow();
        assertThat(flyway.locations())
                .containsExactly(workspace.resolve("db/migrations").toString());
        assertThat(flyway.password().orElseThrow().reveal()).isEqualTo("value of env:DB_PASSWORD");
        assertThat(flyway.timeout()).isEqualTo(Duration.ofMinutes(10));
        EndpointCheck check = target.verification().get(0);
        assertThat(check.from()).isEqualTo(EndpointCheck.From.TARGET);
        assertThat(check.retries()).isEqualTo(12);
        assertThat(check.interval()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    public void keepsTheLineEndOfASecretFileAndDropsItFromVariables() {
        List<SecretBinding> bindings =
                load().target("production", secrets).target().secrets();
        assertThat(bindings)
                .extracting(SecretBinding::kind, SecretBinding::name, binding -> binding.value()
                        .reveal())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                SecretBinding.Kind.FILE, "db_password", "value of env:DB_PASSWORD\n"),
                        org.assertj.core.groups.Tuple.tuple(
                                SecretBinding.Kind.ENV, "API_TOKEN", "value of file:/run/api-token"));
    }

    @Test
    public void fetchesOnlyTheSecretsThatAreNeeded() {
        ReleaseFile release = load();
        assertThat(fetched).as("after loading").isEmpty();
        release.targetToRead("production", secrets);
        assertThat(fetched).as("to read a target").containsExactly("file:~/.ssh/id_ed25519");
        fetched.clear();
        release.target("staging", secrets);
        assertThat(fetched).as("to a target with its own").containsExactly("env:STAGING_TOKEN");
    }

    @Test
    public void readsImagesAndCompose() {
        ReleaseFile release = load();
        List<ImageSpec> images = release.images(secrets, List::of);
        assertThat(images).extracting("name").containsExactly("shop/web", "shop/proxy");
        assertThat(images.get(0).variable()).contains("WEB_IMAGE");
        assertThat(release.compose(secrets).project()).isEqualTo("shop-test");
        assertThat(release.compose(secrets).timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(release.version().orElseThrow().file()).contains("VERSION");
        assertThat(release.github(secrets).orElseThrow().labels()).containsExactly("bug");
    }

    @Test
    public void readsAStackThatBelongsToABuildAndNamesNoFile() {
        String json = "{\"application\":\"a\",\"compose\":{\"freePorts\":true,\"live\":[\"b#2\",\"c d#1\"],"
                + "\"liveAt\":1790000000001,\"owner\":{\"controller\":\"c\",\"build\":\"b#3\",\"since\":1790000000000}}}";
        ComposeSettings settings =
                ReleaseFile.parse("request", json, true, workspace).compose(secrets);
        assertThat(settings.files()).isEmpty();
        assertThat(settings.freePorts()).isTrue();
        assertThat(settings.owner())
                .contains(new StackOwner("c", "b#3", 1790000000000L, Set.of("b#2", "c d#1"), 1790000000001L));
    }

    @Test
    public void readsTheSameAsJson() {
        String json = "{\"application\":\"a\",\"targets\":{\"web\":{\"host\":\"h\",\"user\":\"u\","
                + "\"directory\":\"/srv/a\",\"files\":[\"compose.yaml\"],\"port\":22}}}";
        ReleaseFile release = ReleaseFile.parse("request", json, true, workspace);
        assertThat(release.target("web", secrets).target().project()).isEqualTo("a");
        assertThatThrownBy(() -> ReleaseFile.parse("request", json.replace("port", "prt"), true, workspace))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("request:1:")
                .hasMessageContaining("targets.web.prt: unknown key 'prt'. Did you mean 'port'?");
    }

    @Test
    public void refusesFilesThatAreNotThere() throws IOException {
        for (String file : List.of("compose.yaml", "nginx.conf", ".env.production")) {
            Files.delete(workspace.resolve(file));
            assertThatThrownBy(() -> load().target("production", secrets))
                    .hasMessageMatching("(?s)release.yaml:\\d+:\\d+: targets.production.*'" + file + "'.*");
            Files.writeString(workspace.resolve(file), "x");
        }
        Files.delete(workspace.resolve("db/migrations"));
        assertThatThrownBy(() -> load().target("production", secrets))
                .hasMessageContaining("targets.production.migration.flyway.locations[0]: there is no directory");
        Files.delete(workspace.resolve("web/Dockerfile"));
        assertThatThrownBy(() -> load().images(secrets, List::of))
                .hasMessageContaining("images[0].dockerfile: there is no file 'web/Dockerfile'");
    }

    @Test
    public void refusesLinksThatLeaveTheWorkspace() throws IOException {
        Files.delete(workspace.resolve("nginx.conf"));
        Files.createDirectory(workspace.resolve("nginx.conf"));
        Files.createSymbolicLink(workspace.resolve("nginx.conf/x"), Path.of("/etc/passwd"));
        assertThatThrownBy(() -> load().target("production", secrets))
                .hasMessageContaining("targets.production.transfer[0]: 'nginx.conf/x' is a link that leads out of");
    }

    @Test
    public void namesTheClosestTarget() {
        assertThatThrownBy(() -> load().target("prodution", secrets)).hasMessageContaining("'production'");
    }

    @Test
    public void bindsApproversAndBranches() {
        TargetSettings settings = load().target("production", secrets);
        settings.requireApprover("alice");
        settings.requireBranch(Optional.of("release/1.x"));
        assertThatThrownBy(() -> settings.requireApprover("mallory")).hasMessageContaining("expected one of: alice");
        assertThatThrownBy(() -> settings.requireBranch(Optional.of("feature")))
                .hasMessageContaining("main, release/*");
        assertThatThrownBy(() -> settings.requireBranch(Optional.empty())).hasMessageContaining("(unknown)");
    }

    private ReleaseFile load() {
        return ReleaseFile.load(workspace.resolve("release.yaml"));
    }
}
