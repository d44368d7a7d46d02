package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final MemoryRegistry registry = new ListedRegistry();
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
        registry.there.remove("latest");
        registry.there.remove("1");

        assertThat(aside("1.2.5").tags()).containsExactly(workspace.state().sha(), "1.2.5", "1.2");
    }

    @Test
    public void countsVersionsBehindThePrefixAndNoPreReleases() {
        prefix = "rel-";
        releasedLater("1.3.0");
        registry.put("9.9.9", "sha256:" + "a".repeat(64), Map.of());
        registry.put("rel-1.4.0-rc.1", "sha256:" + "b".repeat(64), Map.of());

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
        PublishRequest request = RequestMaker.of(RequestMaker.image("web", BuildRecipe.in(".")))
                .in(workspace)
                .tagged(new TagOptions(List.of("semver", "latest"), "", prefix))
                .version(version)
                .make();
        ImageJob job = ImageJob.of(request).get(0);
        String sha = job.identity().tag().orElseThrow();
        if (!registry.there.containsKey(sha)) {
            registry.put(sha, "sha256:" + sha + "0".repeat(24), job.labels());
        }
        return new Publisher(workspace.runner(), registry, Map.of(), log)
                .publish(request, Deadline.in(Duration.ofMinutes(1)))
                .get(0);
    }

    private List<String> digests(String... tags) {
        return List.of(tags).stream().map(registry::digest).toList();
    }

    private final class ListedRegistry extends MemoryRegistry {
        @Override
        public List<String> tags(ImageReference repository, Deadline deadline) {
            lists.incrementAndGet();
            return listed ? List.copyOf(there.keySet()) : List.of();
        }
    }
}
