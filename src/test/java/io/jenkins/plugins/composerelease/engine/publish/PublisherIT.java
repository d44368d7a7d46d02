package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.adapter.registry.HttpRegistry;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Publishes to a real registry with a password, by a real Docker engine. */
public class PublisherIT {
    private final TestBed bed = TestBed.get();
    private final String repository = TestBed.unique("publish");
    private final RecordingLog log = new RecordingLog();
    private final DockerWatch docker = new DockerWatch(bed.agent());
    private final HttpRegistry registry = new HttpRegistry(login(bed.registryPassword()));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private GitWorkspace workspace;

    @Before
    public void create() throws IOException {
        workspace = new GitWorkspace(folder.newFolder("shop").toPath());
        workspace.write("Dockerfile", "FROM scratch\nARG NAME=none\nCOPY page /page\n");
        workspace.write("page", repository);
        workspace.commit("one");
    }

    @After
    public void removeImages() {
        Deadline deadline = soon();
        String ids = bed.agent()
                .require(
                        Command.of(
                                "list images",
                                "docker",
                                "image",
                                "ls",
                                "--quiet",
                                "--filter",
                                "reference=" + bed.registry() + "/" + repository + "*"),
                        deadline)
                .output();
        for (String id : ids.lines().distinct().toList()) {
            bed.agent().run(Command.of("remove an image", "docker", "image", "rm", "--force", id), deadline);
        }
    }

    @Test
    public void publishesUnderTheCommitAndReadsTheDigestBack() {
        workspace.git("remote", "add", "origin", "https://ci:secret@git.example.com/acme/shop.git");
        GitState git = workspace.state();

        PublishedImage image = publish(spec("branch", "latest", "version-sha"), Optional.of("1.4"))
                .get(0);

        Manifest manifest = manifest(git.sha()).orElseThrow();
        assertThat(image.reference()).hasToString(bed.registry() + "/" + repository + "@" + manifest.digest());
        assertThat(image.tags()).containsExactly(git.sha(), "1.4-" + git.sha().substring(0, 7), "main", "latest");
        assertThat(image.tags())
                .allSatisfy(
                        tag -> assertThat(manifest(tag).orElseThrow().digest()).isEqualTo(manifest.digest()));
        assertThat(image.reused()).isFalse();
        assertThat(image.size()).isEqualTo(manifest.size()).isPositive();
        assertThat(image.platforms()).hasSize(1);
        assertThat(image.revision()).contains(git.sha());
        assertThat(manifest.labels())
                .containsEntry("org.opencontainers.image.revision", git.sha())
                .containsEntry("org.opencontainers.image.source", "https://git.example.com/acme/shop")
                .containsEntry("org.opencontainers.image.version", "1.4")
                .containsEntry("org.opencontainers.image.created", "2026-03-04T03:06:07Z")
                .containsKey("io.jenkins.compose-release.inputs");
        assertThat(log.lines()).anyMatch(line -> line.startsWith(repository + "> "));
    }

    @Test
    public void publishesNothingTwice() {
        PublishedImage first = publish(spec("branch"), Optional.empty()).get(0);
        docker.commands.clear();

        PublishedImage second = publish(spec("branch"), Optional.empty()).get(0);

        assertThat(second.reference()).isEqualTo(first.reference());
        assertThat(second.reused()).isTrue();
        assertThat(docker.commands).as("Docker is not even asked").isEmpty();
    }

    @Test
    public void pointsMovingTagsAtTheNewImageWithoutAPush() {
        publish(spec("branch"), Optional.empty());
        workspace.write("page", "two");
        String two = workspace.commit("two");
        PublishedImage second = publish(spec("branch"), Optional.empty()).get(0);
        assertThat(digest("main")).isEqualTo(second.reference().digest());

        workspace.git("checkout", "--quiet", "HEAD~");
        docker.commands.clear();
        PublishedImage first = publish(spec("branch", "latest"), workspace.state("BRANCH_NAME", "main"))
                .get(0);

        assertThat(first.reused()).isTrue();
        assertThat(digest("main")).isEqualTo(first.reference().digest());
        assertThat(digest("latest")).isEqualTo(first.reference().digest());
        assertThat(digest(two)).isEqualTo(second.reference().digest());
        assertThat(docker.verbs()).isEmpty();
    }

    @Test
    public void refusesACommitsTagThatIsAnotherRevisions() {
        String one = workspace.state().sha();
        PublishedImage first = publish(spec(), Optional.empty()).get(0);
        String two = workspace.commit("two");
        registry.tag(first.reference(), two, soon());
        docker.commands.clear();

        assertThatThrownBy(() -> publish(spec(), Optional.empty()))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("from revision '" + one + "'")
                .hasMessageContaining("expected revision '" + two + "'")
                .hasMessageContaining("'rebuild'");
        assertThat(docker.verbs()).isEmpty();
        assertThat(digest(two)).isEqualTo(first.reference().digest());
    }

    @Test
    public void refusesOtherInputsUnlessToldToRebuild() {
        PublishedImage first = publish(spec(), Optional.empty()).get(0);
        ImageSpec other = spec(repository, ".", Map.of("NAME", "other"));

        assertThatThrownBy(() -> publish(other, Optional.empty()))
                .hasMessageContaining("from the same revision")
                .hasMessageContaining("but built with inputs 'sha256:");

        GitState git = workspace.state();
        PublishedImage second = publisher()
                .publish(request(List.of(other), git, true, false), soon())
                .get(0);
        assertThat(second.reused()).isFalse();
        assertThat(second.reference()).isNotEqualTo(first.reference());
        assertThat(digest(git.sha())).isEqualTo(second.reference().digest());
    }

    @Test
    public void neverReplacesAReleasedVersion() {
        PublishedImage first = publish(spec("semver"), Optional.of("1.2.3")).get(0);
        workspace.write("page", "two");
        workspace.commit("two");
        docker.commands.clear();

        assertThatThrownBy(() -> publish(spec("semver"), Optional.of("1.2.3")))
                .hasMessageContaining(repository + ":1.2.3' was not published")
                .hasMessageContaining("Raise the version");
        assertThat(docker.verbs()).isEmpty();

        PublishedImage second = publish(spec("semver"), Optional.of("1.2.4")).get(0);
        assertThat(digest("1.2.3")).isEqualTo(first.reference().digest());
        assertThat(List.of(digest("1.2.4"), digest("1.2"), digest("1")))
                .containsOnly(second.reference().digest());
    }

    @Test
    public void takesTheImageOfAReleasedVersionWhenTheCommitsTagIsGone() {
        String digest = publish(spec("semver"), Optional.of("1.2.3"))
                .get(0)
                .reference()
                .digest()
                .orElseThrow();
        ImageReference image = ImageReference.parse(bed.registry() + "/" + repository + "-copy");
        // The registry under test deletes nothing: a second repository that never had the commit's tag stands for it.
        copy(image, digest);
        docker.commands.clear();

        PublishedImage reused = publish(spec(repository + "-copy", ".", Map.of(), "semver"), Optional.of("1.2.3"))
                .get(0);

        assertThat(reused.reference().digest()).contains(digest);
        assertThat(reused.reused()).isTrue();
        assertThat(registry.manifest(image.withTag(workspace.state().sha()), soon()))
                .isPresent();
    }

    @Test
    public void refusesAWorkTreeThatDiffersFromTheCommit() {
        workspace.write("page", "edited");
        workspace.write("release-images.json", "{}");

        assertThatThrownBy(() -> publish(spec(), Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("differs from commit " + workspace.state().sha() + " in 'page'.");
        assertThat(docker.commands).isEmpty();
        assertThat(manifest(workspace.state().sha())).isEmpty();
    }

    @Test
    public void neverTakesAModifiedImageForTheCommits() {
        workspace.write("page", "edited");
        GitState edited = workspace.state();
        publisher().publish(request(List.of(spec()), edited, false, true), soon());

        assertThatThrownBy(() -> publisher().publish(request(List.of(spec()), edited, false, true), soon()))
                .hasMessageContaining("built with files that differ from the commit");
        workspace.git("checkout", "--quiet", "page");
        assertThatThrownBy(() -> publish(spec(), Optional.empty()))
                .hasMessageContaining("built with files that differ from the commit");
    }

    @Test
    public void leavesNoLoginBehindAndShowsNoPassword() {
        publish(spec(), Optional.empty());

        assertThat(docker.configurations).isNotEmpty().allMatch(entry -> entry.endsWith(" rwx------"));
        assertThat(docker.configurations)
                .allSatisfy(entry -> assertThat(Path.of(entry.split(" ")[0])).doesNotExist());
        String password = bed.registryPassword().reveal();
        assertThat(docker.verbs()).contains("login");
        assertThat(docker.commands).allSatisfy(command -> assertThat(command.argv() + " " + command.environment())
                .doesNotContain(password));
        assertThat(log.lines()).noneMatch(line -> line.contains(password));
    }

    @Test
    public void saysThatThePasswordIsWrong() {
        Secret wrong = Secret.of("not-the-password");
        Publisher publisher = new Publisher(docker, new HttpRegistry(login(wrong)), bed.agentEnvironment(), log);

        assertThatThrownBy(() -> publisher.publish(request(List.of(spec()), workspace.state(), false, false), soon()))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("it refused user '" + bed.registryUser() + "' (401")
                .hasMessageNotContaining("not-the-password");
        assertThat(docker.commands).isEmpty();
    }

    @Test
    public void removesTheLoginsDirectoryWhenDockerRefusesIt() {
        assertThatThrownBy(() ->
                        DockerConfig.open(docker, login(Secret.of("not-the-password")), bed.agentEnvironment(), soon()))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("log in to registry '" + bed.registry() + "'")
                .hasMessageNotContaining("not-the-password");

        assertThat(docker.configurations).hasSize(1);
        assertThat(Path.of(docker.configurations.iterator().next().split(" ")[0]))
                .doesNotExist();
    }

    @Test
    public void takesFromTheUsersConfigurationWhatIsNoLogin() throws IOException {
        Path own = folder.newFolder("docker").toPath();
        Files.createDirectories(own.resolve("cli-plugins"));
        Files.writeString(
                own.resolve("config.json"),
                "{\"auths\":{\"other.example.com\":{\"auth\":\"c2VjcmV0\"}},\"credsStore\":\"desktop\","
                        + "\"proxies\":{\"default\":{\"httpProxy\":\"http://proxy:3128\"}}}");
        Map<String, String> environment =
                Map.of("DOCKER_HOST", bed.agentEnvironment().get("DOCKER_HOST"), "DOCKER_CONFIG", own.toString());

        try (DockerConfig config = DockerConfig.open(docker, login(bed.registryPassword()), environment, soon())) {
            Path directory = Path.of(config.variables().get("DOCKER_CONFIG"));
            assertThat(Files.readString(directory.resolve("config.json")))
                    .contains("httpProxy", bed.registry())
                    .doesNotContain("other.example.com", "credsStore");
            assertThat(directory.resolve("cli-plugins")).isSymbolicLink();
            assertThat(config.variables()).containsEntry("BUILDX_CONFIG", own + "/buildx");
        }
        assertThat(own.resolve("cli-plugins")).isDirectory();
        assertThat(Files.readString(own.resolve("config.json"))).doesNotContain(bed.registry());
    }

    @Test
    public void showsTheLastLinesOfABuildThatFails() {
        workspace.write(
                "Dockerfile", "FROM " + bed.baseImage() + "\nRUN echo before-it-breaks && cat /no/such/file && true\n");
        workspace.commit("broken");

        for (boolean buildKit : new boolean[] {true, false}) {
            docker.buildKit = buildKit;
            assertThatThrownBy(() -> publish(spec("branch"), Optional.empty()))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("Could not build image '" + repository + "'")
                    .hasMessageContaining("before-it-breaks")
                    .hasMessageContaining("/no/such/file: No such file or directory");
        }
        assertThat(manifest("main")).isEmpty();
    }

    @Test
    public void buildsWithoutBuildKit() {
        docker.buildKit = false;

        PublishedImage image = publish(spec(), Optional.empty()).get(0);

        assertThat(digest(workspace.state().sha())).isEqualTo(image.reference().digest());
        assertThat(docker.commands)
                .anyMatch(command -> "0".equals(command.environment().get("DOCKER_BUILDKIT")));
    }

    @Test
    public void publishesSeveralAtOnceAndTagsThemWhenAllAreThere() {
        workspace.write("db/Dockerfile", "FROM scratch\nCOPY missing /\n");
        workspace.commit("two");
        ImageSpec web = spec(repository, ".", Map.of(), "branch");
        ImageSpec db = spec(repository + "-db", "db", Map.of(), "branch");

        assertThatThrownBy(
                        () -> publisher().publish(request(List.of(web, db), workspace.state(), false, false), soon()))
                .hasMessageContaining("Could not build image '" + repository + "-db'");
        assertThat(manifest("main")).as("no tag moves when an image is missing").isEmpty();

        workspace.write("db/missing", "here");
        workspace.commit("three");
        List<PublishedImage> images =
                publisher().publish(request(List.of(web, db), workspace.state(), false, false), soon());
        assertThat(images).extracting(PublishedImage::name).containsExactly(repository, repository + "-db");
        assertThat(digest("main")).isEqualTo(images.get(0).reference().digest());
    }

    @Test
    public void refusesTwoImagesOfOneRepository() {
        assertThatThrownBy(() ->
                        publisher().publish(request(List.of(spec(), spec()), workspace.state(), false, false), soon()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Two images are to be published as '" + repository + "'");
    }

    @Test
    public void givesTwoPublishersOfOneCommitOneDigest() {
        GitState git = workspace.state();
        List<CompletableFuture<List<PublishedImage>>> both = List.of(
                CompletableFuture.supplyAsync(() -> publish(spec(), git)),
                CompletableFuture.supplyAsync(() -> publish(spec(), git)));

        List<Optional<String>> digests = both.stream()
                .map(future -> future.join().get(0).reference().digest())
                .distinct()
                .toList();

        assertThat(digests).containsExactly(digest(git.sha()));
    }

    @Test
    public void noticesThatTheTagWasTakenDuringThePush() {
        String first = workspace.state().sha();
        publish(spec(), Optional.empty());
        workspace.write("page", "two");
        String two = workspace.commit("two");
        RegistryThatIsOverwritten overwritten = new RegistryThatIsOverwritten(
                registry, reference(two), () -> registry.tag(reference(first), two, soon()));
        Publisher publisher = new Publisher(docker, overwritten, bed.agentEnvironment(), log);

        assertThatThrownBy(() -> publisher.publish(request(List.of(spec()), workspace.state(), false, false), soon()))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("The registry holds " + digest(first).orElseThrow())
                .hasMessageContaining("was pushed there");
    }

    private void copy(ImageReference image, String digest) {
        ImageReference source = ImageReference.parse(bed.registry() + "/" + repository + "@" + digest);
        ImageReference target = image.withTag("1.2.3");
        for (List<String> argv : List.of(
                List.of("docker", "pull", "--quiet", source.toString()),
                List.of("docker", "tag", source.toString(), target.toString()),
                List.of("docker", "push", "--quiet", target.toString()))) {
            bed.agent().require(Command.of("copy an image", argv), soon());
        }
    }

    private List<PublishedImage> publish(ImageSpec spec, Optional<String> version) {
        PublishRequest request = request(List.of(spec), workspace.state(), false, false);
        return publisher()
                .publish(
                        new PublishRequest(
                                request.workspace(),
                                request.registry(),
                                request.images(),
                                request.tags(),
                                request.git(),
                                version,
                                "main",
                                false,
                                false,
                                2),
                        soon());
    }

    private List<PublishedImage> publish(ImageSpec spec, GitState git) {
        return publisher().publish(request(List.of(spec), git, false, false), soon());
    }

    private Publisher publisher() {
        return new Publisher(docker, registry, bed.agentEnvironment(), log);
    }

    private PublishRequest request(List<ImageSpec> images, GitState git, boolean rebuild, boolean allowModified) {
        return new PublishRequest(
                workspace.directory(),
                login(bed.registryPassword()),
                images,
                List.of("sha"),
                git,
                Optional.empty(),
                "main",
                rebuild,
                allowModified,
                2);
    }

    private ImageSpec spec(String... tags) {
        return spec(repository, ".", Map.of(), tags);
    }

    private static ImageSpec spec(String name, String context, Map<String, String> arguments, String... tags) {
        return new ImageSpec(
                name,
                BuildRecipe.in(context).withArgs(arguments),
                List.of("web"),
                Optional.of("WEB_IMAGE"),
                new Tagging(List.of(tags), Optional.empty()));
    }

    private RegistryLogin login(Secret password) {
        return new RegistryLogin(bed.registry(), Optional.of(bed.registryUser()), Optional.of(password), true);
    }

    private ImageReference reference(String tag) {
        return ImageReference.parse(bed.registry() + "/" + repository + ":" + tag);
    }

    private Optional<Manifest> manifest(String tag) {
        return registry.manifest(reference(tag), soon());
    }

    private Optional<String> digest(String tag) {
        return manifest(tag).map(Manifest::digest);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(2));
    }
}
