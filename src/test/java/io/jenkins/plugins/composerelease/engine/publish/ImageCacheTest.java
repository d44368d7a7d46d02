package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.CacheMode;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
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
    private final MemoryRegistry registry = new MemoryRegistry();
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
        assertThat(registry.there).isEmpty();
    }

    @Test
    public void pointsTheOtherTagsAtTheCacheThatIsThere() {
        registry.put("cache-main", DIGEST, Map.of());

        keep();

        assertThat(log.lines()).isEmpty();
        assertThat(registry.there).containsOnlyKeys("cache", "cache-main");
        assertThat(registry.digest("cache")).isEqualTo(DIGEST);
    }

    private void keep() {
        PublishRequest request = RequestMaker.of(RequestMaker.image("shop/web", BuildRecipe.in(".")))
                .in(workspace)
                .mode(PublishMode.NORMAL.withCache(CacheMode.REGISTRY))
                .make();
        ImageJob job = ImageJob.of(request).get(0);
        Deadline deadline = Deadline.in(Duration.ofMinutes(1));
        ImageCommands docker = new ImageCommands(new OtherDriver(), Map.of(), log);
        new ImageCache(request, registry, docker, true, deadline)
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
}
