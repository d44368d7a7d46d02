package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** What is built, and what is not. */
public class PublisherBuildIT extends PublisherFixture {
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

        assertThatThrownBy(() ->
                        publisher().publish(request(List.of(web, db), workspace.state(), PublishMode.NORMAL), soon()))
                .hasMessageContaining("Could not build image '" + repository + "-db'");
        assertThat(manifest("main")).as("no tag moves when an image is missing").isEmpty();

        workspace.write("db/missing", "here");
        workspace.commit("three");
        List<PublishedImage> images =
                publisher().publish(request(List.of(web, db), workspace.state(), PublishMode.NORMAL), soon());
        assertThat(images).extracting(PublishedImage::name).containsExactly(repository, repository + "-db");
        assertThat(digest("main")).isEqualTo(images.get(0).reference().digest());
    }

    @Test
    public void refusesTwoImagesOfOneRepository() {
        assertThatThrownBy(() -> publisher()
                        .publish(request(List.of(spec(), spec()), workspace.state(), PublishMode.NORMAL), soon()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Two images are to be published as '" + repository + "'");
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
        publisher().publish(request(List.of(spec()), edited, PublishMode.NORMAL.withAllowModified(true)), soon());

        assertThatThrownBy(() -> publisher()
                        .publish(request(List.of(spec()), edited, PublishMode.NORMAL.withAllowModified(true)), soon()))
                .hasMessageContaining("built with files that differ from the commit");
        workspace.git("checkout", "--quiet", "page");
        assertThatThrownBy(() -> publish(spec(), Optional.empty()))
                .hasMessageContaining("built with files that differ from the commit");
    }
}
