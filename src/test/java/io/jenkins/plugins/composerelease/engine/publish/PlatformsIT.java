package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.adapter.registry.HttpRegistry;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What BuildKit alone can: several platforms, and secrets for a build. */
public class PlatformsIT {
    private static final List<String> BOTH = List.of("linux/amd64", "linux/arm64");

    private final TestBed bed = TestBed.get();
    private final String repository = TestBed.unique("g-image");
    private final RecordingLog log = new RecordingLog();
    private final DockerWatch docker = new DockerWatch(bed.agent());
    private final RegistryLogin login = new RegistryLogin(
            bed.registry(), Optional.of(bed.registryUser()), Optional.of(bed.registryPassword()), true);
    private final HttpRegistry registry = new HttpRegistry(login);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private GitWorkspace workspace;

    @Before
    public void create() throws IOException {
        workspace = new GitWorkspace(folder.newFolder("shop").toPath());
        workspace.write("Dockerfile", "FROM scratch\nARG TARGETARCH\nCOPY page-$TARGETARCH /page\n");
        workspace.write("page-amd64", repository + " for amd64");
        workspace.write("page-arm64", repository + " for arm64");
        workspace.write(".dockerignore", ".git\n");
        workspace.commit("one");
    }

    @After
    public void removeImages() {
        String ids = docker("image", "ls", "--quiet", "--filter", "reference=" + bed.registry() + "/" + repository);
        ids.lines().distinct().forEach(id -> docker("image", "rm", "--force", id));
    }

    @Test
    public void publishesOneIndexOverSeveralPlatforms() {
        PublishedImage image = publish(BuildRecipe.in(".").withPlatforms(BOTH));

        String sha = workspace.state().sha();
        Manifest index = manifest(sha);
        assertThat(index.mediaType()).containsAnyOf("image.index", "manifest.list");
        assertThat(image.reference().digest()).contains(index.digest());
        assertThat(image.platforms()).isEqualTo(BOTH);
        Manifest arm = manifest(sha + "-linux-arm64");
        assertThat(arm.platforms()).containsExactly("linux/arm64");
        assertThat(arm.labels()).isEqualTo(index.labels());
        assertThat(manifest("main").digest()).isEqualTo(index.digest());

        docker.commands.clear();
        PublishedImage again = publish(BuildRecipe.in(".").withPlatforms(BOTH));
        assertThat(again.reused()).isTrue();
        assertThat(again.reference()).isEqualTo(image.reference());
        assertThat(docker.commands).isEmpty();

        assertThatThrownBy(() -> publish(BuildRecipe.in(".").withPlatforms(List.of("linux/amd64"))))
                .hasMessageContaining("they differ in platforms");
    }

    @Test
    public void keepsOnePlatformAPlainImage() {
        PublishedImage image = publish(BuildRecipe.in(".").withPlatforms(List.of("linux/arm64")));

        Manifest manifest = manifest(workspace.state().sha());
        assertThat(manifest.mediaType()).doesNotContain("index", "list");
        assertThat(image.platforms()).containsExactly("linux/arm64");
    }

    @Test
    public void refusesWhatTheClassicBuilderCannotBeforeAnythingIsBuilt() {
        docker.buildKit = false;
        BuildRecipe recipe = BuildRecipe.in(".").withPlatforms(BOTH).withSecrets(Map.of("npm", Secret.of("geheim")));

        assertThatThrownBy(() -> publish(recipe))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Image '" + repository + "' has platforms, secrets, which need BuildKit");
        assertThat(docker.verbs()).doesNotContain("build");
    }

    /** A keystore, for example. */
    @Test
    public void deliversWhatNoVariableHoldsAsAFileThatIsGoneAfterTheBuild() throws IOException {
        byte[] keystore = new byte[130_000];
        new Random(7).nextBytes(keystore);
        workspace.write(
                "Dockerfile",
                "FROM " + bed.baseImage()
                        + "\nRUN --mount=type=secret,id=keystore,required=true sha256sum < /run/secrets/keystore > /sum # "
                        + repository + "\n"); // as another value alone runs no step again
        workspace.commit("with a keystore");

        PublishedImage image = publish(BuildRecipe.in(".").withSecrets(Map.of("keystore", Secret.of(keystore))));

        assertThat(docker("run", "--rm", "--pull", "never", image.reference().toString(), "cat", "/sum"))
                .startsWith(Sha256.hex(keystore));
        String argument = docker.commands.stream()
                .flatMap(command -> command.argv().stream())
                .filter(text -> text.startsWith("id=keystore,src="))
                .findFirst()
                .orElseThrow();
        Path file = Path.of(argument.substring("id=keystore,src=".length()));
        assertThat(file.getParent().getParent()).isEqualTo(Path.of("/dev/shm"));
        assertThat(file.getParent()).doesNotExist();
        assertThat(log.lines())
                .anyMatch(line -> line.contains("secret 'keystore' goes to the build of image '" + repository + "'"));
    }

    @Test
    public void deliversASecretByteForByteAndLeavesItNowhere() {
        String secret = "gehe!m \"$X\" 'ü'\nsecond line\n";
        workspace.write(
                "Dockerfile",
                "FROM " + bed.baseImage()
                        + "\nRUN --mount=type=secret,id=npm_token,required=true sha256sum < /run/secrets/npm_token > /sum\n");
        workspace.commit("with a secret");

        PublishedImage image = publish(BuildRecipe.in(".").withSecrets(Map.of("npm_token", Secret.of(secret))));

        String id = image.reference().toString();
        assertThat(docker("run", "--rm", "--pull", "never", id, "cat", "/sum"))
                .startsWith(Sha256.hex(secret.getBytes(StandardCharsets.UTF_8)));
        assertThat(docker("history", "--no-trunc", id) + docker("image", "inspect", id))
                .doesNotContain("gehe!m", "second line");
        assertThat(docker.commands).allSatisfy(command -> assertThat(command.argv() + " " + command.environment())
                .doesNotContain("gehe!m", "second line"));
        assertThat(log.lines()).noneMatch(line -> line.contains("gehe!m"));
    }

    private PublishedImage publish(BuildRecipe recipe) {
        ImageSpec spec = new ImageSpec(
                repository, recipe, List.of("web"), Optional.empty(), new Tagging(List.of("branch"), Optional.empty()));
        PublishRequest request = RequestMaker.of(spec)
                .in(workspace.directory(), workspace.state())
                .to(login)
                .make();
        return new Publisher(docker, registry, bed.agentEnvironment(), log)
                .publish(request, soon())
                .get(0);
    }

    private Manifest manifest(String tag) {
        return registry.manifest(reference(tag), soon()).orElseThrow();
    }

    private ImageReference reference(String tag) {
        return ImageReference.parse(bed.registry() + "/" + repository + ":" + tag);
    }

    private String docker(String... arguments) {
        return bed.agent()
                .require(Command.of("use Docker", "docker").withArguments(List.of(arguments)), soon())
                .output();
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(2));
    }
}
