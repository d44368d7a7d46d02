package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Publishes to a real registry with a password, by a real Docker engine. */
public class PublisherIT extends PublisherFixture {
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
        assertThat(digest("_incoming")).isEqualTo(image.reference().digest());
        Command list = Command.of(
                "list",
                "docker",
                "image",
                "ls",
                "--format",
                "{{.Tag}}",
                reference("x").name());
        assertThat(bed.agent().require(list, soon()).output().lines())
                .as("names in the engine")
                .containsExactly(git.sha());
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
        PublishedImage first = publish(spec("branch"), Optional.empty()).get(0);
        workspace.write("page", "two");
        workspace.commit("two");
        publish(spec(), Optional.empty());
        assertThat(digest("main")).isEqualTo(first.reference().digest());
        docker.commands.clear();

        PublishedImage second =
                publish(spec("branch", "latest"), Optional.empty()).get(0);

        assertThat(second.reused()).isTrue();
        assertThat(digest("main")).isEqualTo(second.reference().digest());
        assertThat(digest("latest")).isEqualTo(second.reference().digest());
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
                .publish(request(List.of(other), git, PublishMode.NORMAL.withRebuild(true)), soon())
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
}
