package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Images that the registry has already and that are only tagged, where Git tags were not fetched. */
public class RegistryVersionsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RecordingLog log = new RecordingLog();
    private final Map<String, Registry.Manifest> there = new ConcurrentHashMap<>();
    private final AtomicInteger lists = new AtomicInteger();
    private boolean listed = true;
    private String prefix = "";
    private GitWorkspace workspace;
    private String root;

    @Before
    public void create() throws IOException {
        workspace = new GitWorkspace(folder.newFolder("shop").toPath());
        workspace.write("Dockerfile", "FROM scratch\nCOPY page /page\n");
        workspace.write("page", "hello");
        root = workspace.commit("one");
    }

    @Test
    public void movesNothingBackFromAnImageThatWasPublishedBeforeItWasReleased() {
        PublishedImage newer = releasedLater("1.3.0");

        PublishedImage older = aside("1.2.5");

        assertThat(older.tags()).containsExactly(workspace.state().sha(), "1.2.5", "1.2");
        assertThat(digests("1.3.0", "1.3", "1", "latest"))
                .containsOnly(newer.reference().digest().orElseThrow());
        assertThat(log.lines())
                .contains(
                        "progress: web: latest stays as it is: the registry has version 1.3.0, which is newer than 1.2.5");
        assertThat(lists).as("once for each publish with a version").hasValue(2);
    }

    @Test
    public void givesNoTagThatANewerVersionLacks() {
        releasedLater("1.3.0");
        there.remove("latest");
        there.remove("1");

        assertThat(aside("1.2.5").tags()).containsExactly(workspace.state().sha(), "1.2.5", "1.2");
    }

    @Test
    public void countsVersionsBehindThePrefixAndNoPreReleases() {
        prefix = "rel-";
        releasedLater("1.3.0");
        put("9.9.9", "a");
        put("rel-1.4.0-rc.1", "b");

        assertThat(aside("1.2.5").tags()).containsExactly(workspace.state().sha(), "rel-1.2.5", "rel-1.2");
        assertThat(aside("1.3.1").tags()).contains("rel-1.3.1", "rel-1.3", "rel-1", "latest");
    }

    @Test
    public void movesTagsWhereTheRegistryListsNone() {
        releasedLater("1.3.0");
        listed = false;

        assertThat(aside("1.2.5").tags()).contains("1.2.5", "1.2", "1", "latest");
    }

    /** Built and published without a version, then tagged: the image of the commit is taken as it is. */
    private PublishedImage releasedLater(String version) {
        workspace.commit("newer");
        publish(Optional.empty());
        assertThat(lists).as("without a version").hasValue(0);
        PublishedImage image = publish(Optional.of(version));
        assertThat(image.tags()).contains(prefix + version, prefix + "1", "latest");
        return image;
    }

    /** A commit that does not come before the other. */
    private PublishedImage aside(String version) {
        workspace.git("checkout", "--quiet", "-B", "main", root);
        workspace.commit("of " + version);
        return publish(Optional.of(version));
    }

    private PublishedImage publish(Optional<String> version) {
        PublishRequest request = new PublishRequest(
                workspace.directory(),
                new RegistryLogin("r.example.com", Optional.empty(), Optional.empty(), false),
                List.of(new ImageSpec("web", BuildRecipe.in("."), List.of(), Optional.empty(), Tagging.RELEASE)),
                new TagOptions(List.of("semver", "latest"), "", prefix),
                workspace.state("BRANCH_NAME", "main"),
                version,
                "main",
                PublishMode.NORMAL,
                1);
        ImageJob job = ImageJob.of(request).get(0);
        String sha = job.identity().tag().orElseThrow();
        there.putIfAbsent(
                sha,
                new Registry.Manifest("sha256:" + sha + "0".repeat(24), "x", 1, List.of("linux/amd64"), job.labels()));
        return new Publisher(workspace.runner(), new Fake(), Map.of(), log)
                .publish(request, Deadline.in(Duration.ofMinutes(1)))
                .get(0);
    }

    private List<String> digests(String... tags) {
        return List.of(tags).stream().map(tag -> there.get(tag).digest()).toList();
    }

    private void put(String tag, String character) {
        there.put(tag, new Registry.Manifest("sha256:" + character.repeat(64), "x", 1, List.of(), Map.of()));
    }

    private final class Fake implements Registry {
        @Override
        public Optional<Manifest> manifest(ImageReference reference, Deadline deadline) {
            return reference.tag().map(there::get);
        }

        @Override
        public List<String> tags(ImageReference repository, Deadline deadline) {
            lists.incrementAndGet();
            return listed ? List.copyOf(there.keySet()) : List.of();
        }

        @Override
        public void tag(ImageReference existing, String tag, Deadline deadline) {
            String digest = existing.digest().orElseThrow();
            there.put(
                    tag,
                    there.values().stream()
                            .filter(manifest -> manifest.digest().equals(digest))
                            .findFirst()
                            .orElseThrow());
        }

        @Override
        public String index(ImageReference identity, List<ImageReference> platformImages, Deadline deadline) {
            throw new AssertionError("nothing is built");
        }
    }
}
