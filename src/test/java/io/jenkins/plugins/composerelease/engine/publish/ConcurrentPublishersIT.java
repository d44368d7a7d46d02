package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.Test;

/** Publishers of one commit at the same time. */
public class ConcurrentPublishersIT extends PublisherFixture {
    @Test
    public void givesTwoPublishersOfOneCommitOneDigest() {
        List<PublishedImage> images = publishAtOnce(registry);

        assertThat(images)
                .extracting(PublishedImage::reference)
                .containsOnly(images.get(0).reference());
        assertThat(images.get(0).reference().digest())
                .isEqualTo(digest(workspace.state().sha()));
    }

    /** The worst moment: both were told that the commit has no tag yet, and both set it. */
    @Test
    public void givesThemOneDigestWhenBothSetTheTag() {
        String sha = workspace.state().sha();

        List<PublishedImage> images = publishAtOnce(new RegistryForTwo(registry, reference(sha)));

        assertThat(log.lines().stream()
                        .filter(line -> line.contains(": pushed sha256:"))
                        .map(line -> line.replaceFirst(".*(sha256:[0-9a-f]{64}).*", "$1")))
                .as("each built and pushed its own bytes")
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(images)
                .extracting(PublishedImage::reference)
                .containsOnly(images.get(0).reference());
        assertThat(images.get(0).reference().digest()).isEqualTo(digest(sha));
        assertThat(images).extracting(PublishedImage::reused).containsExactlyInAnyOrder(true, false);
    }

    /** Two agents with a clone each. */
    private List<PublishedImage> publishAtOnce(Registry shared) {
        GitState git = workspace.state();
        CyclicBarrier bothBuilt = new CyclicBarrier(2);
        List<CompletableFuture<PublishedImage>> both = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            Path clone = folder.getRoot().toPath().resolve(name);
            workspace.git("clone", "--quiet", workspace.directory().toString(), clone.toString());
            CommandRunner agent = new AgentForTwo(docker, name, bothBuilt);
            PublishRequest request = request(List.of(spec()), git, PublishMode.NORMAL);
            both.add(CompletableFuture.supplyAsync(() -> new Publisher(agent, shared, bed.agentEnvironment(), log)
                    .publish(RequestMaker.like(request).in(clone, git).make(), soon())
                    .get(0)));
        }
        return join(both);
    }

    /** One that waits for another says only that; what became of the other is told too. */
    private static <T> List<T> join(List<CompletableFuture<T>> all) {
        List<Throwable> failures = all.stream()
                .map(one -> one.handle((result, failure) -> failure).join())
                .filter(Objects::nonNull)
                .toList();
        if (!failures.isEmpty()) {
            AssertionError failed = new AssertionError(failures.toString(), failures.get(0));
            failures.stream().skip(1).forEach(failed::addSuppressed);
            throw failed;
        }
        return all.stream().map(CompletableFuture::join).toList();
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

        assertThatThrownBy(() ->
                        publisher.publish(request(List.of(spec()), workspace.state(), PublishMode.NORMAL), soon()))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("The registry holds " + digest(first).orElseThrow())
                .hasMessageContaining("was pushed there");
    }

    /** Builds bytes of its own, and goes on when the other has built too. */
    private record AgentForTwo(CommandRunner docker, String name, CyclicBarrier bothBuilt) implements CommandRunner {
        @Override
        public String place() {
            return docker.place();
        }

        @Override
        public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
            List<String> argv = new ArrayList<>(command.argv());
            int build = argv.indexOf("build");
            if (build > 0) {
                argv.addAll(build + 1, List.of("--label", "built.on=" + name));
            }
            CommandResult result = docker.run(command.withArgv(argv), deadline, listener);
            if (build > 0) {
                RegistryForTwo.await(bothBuilt);
            }
            return result;
        }

        @Override
        public RunningCommand start(Command command, OutputListener listener) {
            return docker.start(command, listener);
        }
    }
}
