package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class ImagePusherTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String OTHER = "sha256:" + "b".repeat(64);
    private static final String ID = "sha256:" + "c".repeat(64);

    private final RecordingLog log = new RecordingLog();
    private final FakeDocker docker = new FakeDocker();
    private final List<String> asked = new ArrayList<>();

    @Test
    public void knowsDockerHubsImagesByTheirShortNames() {
        docker.pushes(DIGEST);
        docker.known = "shop/web@" + DIGEST + "\n";
        assertThat(push("docker.io/shop/web:1")).isEqualTo(DIGEST);

        docker.pushes(DIGEST);
        docker.known = "web@" + DIGEST + "\n";
        assertThat(push("docker.io/library/web:1")).isEqualTo(DIGEST);
    }

    @Test
    public void pushesTheImageItWasGivenWhateverHasTheName() {
        docker.pushes(OTHER);
        docker.pushes(DIGEST);
        docker.known = "r.example.com/web@" + DIGEST + "\n";

        assertThat(push("r.example.com/web:1")).isEqualTo(DIGEST);
        assertThat(docker.ran)
                .filteredOn(line -> line.startsWith("image tag"))
                .containsOnly("image tag " + ID + " r.example.com/web:1")
                .hasSize(2);
        assertThat(log.lines())
                .anyMatch(line -> line.contains("another push took the name r.example.com/web:1; trying again in"));
    }

    @Test
    public void takesNoDigestOfAnotherRepository() {
        for (int i = 0; i < 5; i++) {
            docker.pushes(DIGEST);
        }
        docker.known = "r.example.com/other@" + DIGEST + "\n<none>@<none>\n";

        assertThatThrownBy(() -> push("r.example.com/web:1"))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("expected one of the digests of image " + ID + " there: none.");
    }

    @Test
    public void asksTheRegistryBeforeItPushesAgain() {
        docker.fails("toomanyrequests: later");
        docker.pushes(DIGEST);
        docker.known = "r.example.com/web@" + DIGEST;

        assertThat(push("r.example.com/web:1")).isEqualTo(DIGEST);
        assertThat(asked).containsExactly("r.example.com/web:1");
        assertThat(log.lines()).anyMatch(line -> line.contains("toomanyrequests: later; trying again in"));
    }

    @Test
    public void doesNotRepeatARefusal() {
        docker.fails("denied: requested access to the resource is denied");

        assertThatThrownBy(() -> push("r.example.com/web:1"))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("Could not push r.example.com/web:1")
                .hasMessageContaining("requested access to the resource is denied");
        assertThat(asked).isEmpty();
    }

    @Test
    public void pushesUnderATagThatMeansNothing() {
        docker.pushes(DIGEST);
        docker.known = "r.example.com/web@" + DIGEST;

        assertThat(pusher().pushAside("web", ImageReference.parse("r.example.com/web:abc"), ID, soon()))
                .isEqualTo(DIGEST);
        assertThat(docker.ran)
                .contains("push r.example.com/web:_incoming")
                .doesNotContain("push r.example.com/web:abc");
    }

    @Test
    public void leavesTheEngineNoNameThatMeansNothing() {
        String untag = "image rm --no-prune r.example.com/web:_incoming";
        // names of the image, joined by ';' | whether the private one is removed
        for (String line : List.of(
                "r.example.com/web:_incoming;r.example.com/web:abc|yes",
                "r.example.com/web:_incoming|no",
                "r.example.com/web:abc;r.example.com/web:1|no")) {
            String[] parts = line.split("\\|");
            docker.ran.clear();
            docker.pushes(DIGEST);
            docker.known = parts[0].replace(';', '\n') + "\nr.example.com/web@" + DIGEST;
            docker.untagFails = parts[1].equals("yes");

            pusher().pushAside("web", ImageReference.parse("r.example.com/web:abc"), ID, soon());

            assertThat(docker.ran.contains(untag)).as(line).isEqualTo(parts[1].equals("yes"));
        }
    }

    @Test
    public void pushesAgainWhereAnotherPushTookTheName() {
        docker.fails("tag does not exist: r.example.com/web:1");
        docker.pushes(DIGEST);
        docker.known = "r.example.com/web@" + DIGEST;

        assertThat(push("r.example.com/web:1")).isEqualTo(DIGEST);
    }

    @Test
    public void pushesUnderTheCommitsTagWhereNoTagMayMove() {
        for (String refusal : List.of(
                "tag invalid: The image tag '_incoming' already exists in the 'web' repository and cannot be"
                        + " overwritten because the repository is immutable.",
                "unknown: cannot update tag _incoming. The repository has enabled tag immutability",
                "Failed to process request due to 'web:_incoming' configured as Immutable.")) {
            docker.ran.clear();
            docker.fails(refusal);
            docker.pushes(DIGEST);
            docker.known = "r.example.com/web@" + DIGEST;

            assertThat(pusher().pushAside("web", ImageReference.parse("r.example.com/web:abc"), ID, soon()))
                    .as(refusal)
                    .isEqualTo(DIGEST);
            assertThat(docker.ran).contains("push r.example.com/web:abc");
        }
    }

    private String push(String target) {
        return pusher().push("web", ImageReference.parse(target), ID, soon());
    }

    private ImagePusher pusher() {
        return new ImagePusher(
                new ImageCommands(docker, Map.of(), log),
                new AskedRegistry(),
                new DockerRetry(log, Duration.ofMillis(1)));
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10));
    }

    /** Answers each push as it is told. */
    private static final class FakeDocker implements CommandRunner {
        final List<String> ran = new ArrayList<>();
        final Deque<CommandResult> results = new ArrayDeque<>();
        String known = "";
        boolean untagFails;

        void pushes(String digest) {
            String output = "latest: digest: " + digest + " size: 528\n";
            results.add(new CommandResult(0, output, "", Duration.ZERO));
        }

        void fails(String error) {
            results.add(new CommandResult(1, "The push refers to repository\n", error + "\n", Duration.ZERO));
        }

        @Override
        public String place() {
            return "this machine";
        }

        @Override
        public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
            String line =
                    String.join(" ", command.argv().subList(1, command.argv().size()));
            ran.add(line);
            if (line.startsWith("push ")) {
                CommandResult result = results.remove();
                result.errors().lines().forEach(error -> listener.line(true, error));
                return result;
            }
            if (untagFails && line.startsWith("image rm ")) {
                throw new ReleaseException(ExitCode.FAILED, "Docker does not answer.", "");
            }
            return new CommandResult(0, line.startsWith("image inspect") ? known : "", "", Duration.ZERO);
        }

        @Override
        public RunningCommand start(Command command, OutputListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private final class AskedRegistry extends MemoryRegistry {
        @Override
        public Optional<Manifest> manifest(ImageReference reference, Deadline deadline) {
            asked.add(reference.toString());
            return super.manifest(reference, deadline);
        }
    }
}
