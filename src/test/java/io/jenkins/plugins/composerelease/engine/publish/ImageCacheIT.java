package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.adapter.registry.HttpRegistry;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.CacheMode;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Two engines that share nothing but the registry. Between their builds a file gets another time, which does not matter to
 * the cache, but to a layer that is built anew.
 */
public class ImageCacheIT {
    private final TestBed bed = TestBed.get();
    private final String repository = TestBed.unique("g-guard-cache");
    private final RecordingLog log = new RecordingLog();
    private final DockerWatch first = new DockerWatch(bed.agent());
    private final DockerWatch second = new DockerWatch(new LocalRunner(secondEnvironment()));
    private final RegistryLogin login = new RegistryLogin(
            bed.registry(), Optional.of(bed.registryUser()), Optional.of(bed.registryPassword()), true);
    private final HttpRegistry registry = new HttpRegistry(login);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private GitWorkspace workspace;

    @Before
    public void create() throws IOException {
        workspace = new GitWorkspace(folder.newFolder("shop").toPath());
        workspace.write("Dockerfile", "FROM scratch\nCOPY big /big\nCOPY page /page\n");
        workspace.write("big", repository.repeat(1000));
        change("one");
    }

    @After
    public void removeImages() {
        for (DockerWatch engine : List.of(first, second)) {
            String images = engine.require(
                            Command.of(
                                    "list images",
                                    "docker",
                                    "image",
                                    "ls",
                                    "--quiet",
                                    "--filter",
                                    "reference=" + bed.registry() + "/" + repository),
                            soon())
                    .output();
            for (String id : images.lines().distinct().toList()) {
                engine.run(Command.of("remove an image", "docker", "image", "rm", "--force", id), soon());
            }
        }
    }

    @Test
    public void takesLayersOfAnotherEngineFromTheRegistry() {
        PublishedImage one = publish(first, CacheMode.INLINE);
        assertThat(List.of(digest("cache"), digest("cache-main"), digest("cache-1.4-main")))
                .containsOnly(one.reference().digest());
        change("two");

        PublishedImage two = publish(second, CacheMode.INLINE);

        assertThat(layers(second, two).get(0)).isEqualTo(layers(first, one).get(0));
        assertThat(layers(second, two).get(1)).isNotEqualTo(layers(first, one).get(1));
        assertThat(options(second, "--cache-from")).containsExactly("type=registry,ref=" + tagged("cache-1.4-main"));
        assertThat(digest("cache")).isEqualTo(two.reference().digest());
    }

    @Test
    public void buildsAnewWithoutACache() {
        PublishedImage one = publish(first, CacheMode.NONE);
        change("two");

        PublishedImage two = publish(second, CacheMode.NONE);

        assertThat(layers(second, two).get(0)).isNotEqualTo(layers(first, one).get(0));
        assertThat(digest("cache")).isEmpty();
    }

    @Test
    public void takesLayersWithoutBuildKitToo() {
        first.buildKit = false;
        second.buildKit = false;
        PublishedImage one = publish(first, CacheMode.INLINE);
        change("two");

        PublishedImage two = publish(second, CacheMode.INLINE);

        assertThat(layers(second, two).get(0)).isEqualTo(layers(first, one).get(0));
        assertThat(options(second, "--cache-from"))
                .containsExactly(tagged("cache-1.4-main").toString());
        assertThat(options(second, "--cache-to")).isEmpty();
    }

    @Test
    public void keepsTheCacheInlineWhereTheBuilderWritesNoneOfItsOwn() {
        PublishedImage one = publish(first, CacheMode.REGISTRY);

        assertThat(digest("cache-main")).isEqualTo(one.reference().digest());
        assertThat(options(first, "--cache-to")).containsExactly("type=inline");
        assertThat(log.lines()).anyMatch(line -> line.contains("this builder writes no cache of its own"));
    }

    @Test
    public void leavesNothingOfAPullRequest() {
        publish(first, CacheMode.INLINE);
        Optional<String> kept = digest("cache");
        change("two");

        publish(second, CacheMode.INLINE, workspace.state("CHANGE_ID", "12", "BRANCH_NAME", "PR-12"));

        assertThat(options(second, "--cache-from")).containsExactly("type=registry,ref=" + tagged("cache-1.4-main"));
        assertThat(options(second, "--cache-to")).isEmpty();
        assertThat(List.of(digest("cache"), digest("cache-main"))).containsOnly(kept);
        assertThat(digest("cache-PR-12")).isEmpty();
    }

    private void change(String page) {
        workspace.write("page", page);
        workspace.commit(page);
        try {
            // Never one that it had in another test: BuildKit takes a file of the same size and time for unchanged.
            Instant time = Instant.now().minus(Duration.ofDays(page.charAt(0)));
            Files.setLastModifiedTime(workspace.directory().resolve("big"), FileTime.from(time));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private PublishedImage publish(DockerWatch engine, CacheMode cache) {
        return publish(engine, cache, workspace.state());
    }

    private PublishedImage publish(DockerWatch engine, CacheMode cache, GitState git) {
        ImageSpec spec = new ImageSpec(repository, BuildRecipe.in("."), List.of(), Optional.empty(), Tagging.RELEASE);
        PublishRequest request = RequestMaker.of(spec)
                .in(workspace.directory(), git)
                .to(login)
                .version(Optional.of("1.4"))
                .mode(PublishMode.NORMAL.withCache(cache))
                .make();
        Map<String, String> environment = engine == first ? bed.agentEnvironment() : secondEnvironment();
        return new Publisher(engine, registry, environment, log)
                .publish(request, soon())
                .get(0);
    }

    /** The layers as the engine that built them has them, in their order. */
    private static List<String> layers(DockerWatch engine, PublishedImage image) {
        return engine.require(
                        Command.of(
                                "list layers",
                                "docker",
                                "image",
                                "inspect",
                                "--format",
                                "{{range .RootFS.Layers}}{{println .}}{{end}}",
                                image.reference().toString()),
                        soon())
                .output()
                .strip()
                .lines()
                .toList();
    }

    private static List<String> options(DockerWatch engine, String name) {
        return engine.commands.stream()
                .map(Command::argv)
                .filter(argv -> argv.contains("build"))
                .flatMap(argv -> IntStream.range(1, argv.size())
                        .filter(i -> argv.get(i - 1).equals(name))
                        .mapToObj(argv::get))
                .toList();
    }

    private Map<String, String> secondEnvironment() {
        return Map.of(
                "DOCKER_HOST",
                bed.host("web1").dockerHost(),
                "DOCKER_CONFIG",
                bed.agentEnvironment().get("DOCKER_CONFIG"));
    }

    private ImageReference tagged(String tag) {
        return ImageReference.parse(bed.registry() + "/" + repository).withTag(tag);
    }

    private Optional<String> digest(String tag) {
        return registry.digest(tagged(tag), soon());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(2));
    }
}
