package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.CacheMode;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A builder of another driver than the engine's: it writes a cache of its own, and this test plays the registry. */
public class ImageCacheTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RecordingLog log = new RecordingLog();
    private final Map<String, String> tags = new TreeMap<>();
    private GitWorkspace workspace;

    @Before
    public void create() throws IOException {
        workspace = new GitWorkspace(folder.newFolder("shop").toPath());
        workspace.write("Dockerfile", "FROM scratch\nCOPY . /app\n");
        workspace.commit("one");
    }

    @Test
    public void warnsWhereTheRegistryDidNotTakeTheCache() {
        keep();

        assertThat(log.lines()).singleElement().asString().contains("shop/web: its build cache 'cache-main' is not");
        assertThat(tags).isEmpty();
    }

    @Test
    public void pointsTheOtherTagsAtTheCacheThatIsThere() {
        tags.put("cache-main", DIGEST);

        keep();

        assertThat(log.lines()).isEmpty();
        assertThat(tags).containsOnly(Map.entry("cache", DIGEST), Map.entry("cache-main", DIGEST));
    }

    private void keep() {
        ImageSpec spec = new ImageSpec("shop/web", BuildRecipe.in("."), List.of(), Optional.empty(), Tagging.RELEASE);
        PublishRequest request = new PublishRequest(
                workspace.directory(),
                new RegistryLogin("registry.invalid:5000", Optional.empty(), Optional.empty(), false),
                List.of(spec),
                TagOptions.of(List.of("sha")),
                workspace.state("BRANCH_NAME", "main"),
                Optional.empty(),
                "main",
                PublishMode.NORMAL.withCache(CacheMode.REGISTRY),
                1);
        ImageJob job = ImageJob.of(request).get(0);
        Deadline deadline = Deadline.in(Duration.ofMinutes(1));
        ImageCommands docker = new ImageCommands(new OtherDriver(), Map.of(), log);
        new ImageCache(request, new Fake(), docker, true, deadline)
                .keep(job, job.identity().pinned("sha256:" + "cd".repeat(32)), deadline);
    }

    private static final class OtherDriver implements CommandRunner {
        @Override
        public String place() {
            return "this machine";
        }

        @Override
        public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
            return new CommandResult(0, "Name: x\nDriver: docker-container\n", "", Duration.ZERO);
        }

        @Override
        public RunningCommand start(Command command, OutputListener listener) {
            throw new AssertionError("nothing is streamed");
        }
    }

    private final class Fake implements Registry {
        @Override
        public Optional<Manifest> manifest(ImageReference reference, Deadline deadline) {
            return reference
                    .tag()
                    .map(tags::get)
                    .map(digest -> new Manifest(digest, "application/x", 1, List.of(), Map.of()));
        }

        @Override
        public void tag(ImageReference existing, String tag, Deadline deadline) {
            tags.put(tag, existing.digest().orElseThrow());
        }

        @Override
        public String index(ImageReference identity, List<ImageReference> platformImages, Deadline deadline) {
            throw new AssertionError("nothing is built");
        }
    }
}
