package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Which tags move at the registry, and which stay. */
public class PublisherTagsIT extends PublisherFixture {
    @Test
    public void neverMovesTagsBackToAnOlderVersionWhereGitKnowsNoTags() {
        PublishedImage newer = release("1.3.0", "semver", "latest");
        next();

        PublishedImage older = release("1.2.9", "semver", "latest");

        assertThat(older.tags()).containsExactly(workspace.state().sha(), "1.2.9", "1.2");
        assertThat(older.identity()).contains(workspace.state().sha());
        assertThat(older.moving()).containsExactly("1.2");
        assertThat(List.of(digest("1"), digest("latest")))
                .containsOnly(newer.reference().digest());
        assertThat(digest("1.2")).isEqualTo(older.reference().digest());
        assertThat(log.lines())
                .anyMatch(line -> line.contains("latest stays at version 1.3.0 ("
                        + newer.reference().digest().orElseThrow() + "), which is newer than 1.2.9"))
                .anyMatch(line -> line.contains(repository + ": 1 stays at version 1.3.0"));
    }

    @Test
    public void neverMovesTagsBackFromAnImageThatWasReleasedAfterItWasPublished() {
        String root = workspace.state().sha();
        next();
        publish(spec("latest"), Optional.empty());
        PublishedImage newer = release("1.3.0", "semver", "latest");
        assertThat(newer.reused()).isTrue();
        workspace.git("checkout", "--quiet", "-B", "main", root);
        workspace.commit("aside");

        PublishedImage older = release("1.2.5", "semver", "latest");

        assertThat(older.tags()).containsExactly(workspace.state().sha(), "1.2.5", "1.2");
        assertThat(List.of(digest("1"), digest("latest")))
                .containsOnly(newer.reference().digest());
        assertThat(log.lines())
                .anyMatch(line -> line.contains("1 stays as it is: the registry has version 1.3.0, which is newer"));
    }

    @Test
    public void movesTagsToAReleaseFromItsPreReleaseAndToAnotherOfTheSameVersion() {
        release("2.0.0-rc.1", "latest");
        next();
        PublishedImage release = release("1.9.0", "latest");
        assertThat(digest("latest")).isEqualTo(release.reference().digest());
        next();
        PublishedImage again = release("1.9.0", "latest", "version");
        assertThat(List.of(digest("latest"), digest("1.9.0")))
                .containsOnly(again.reference().digest());
    }

    @Test
    public void neverMovesTagsBackToAnOlderCommitThatGitKnows() {
        String older = workspace.state().sha();
        next();
        String newer = workspace.state().sha();
        PublishedImage first = publish(spec("branch", "latest", "custom:mine"), Optional.empty())
                .get(0);
        workspace.git("checkout", "--quiet", "-B", "main", older);

        PublishedImage second = publish(spec("branch", "latest", "custom:mine"), Optional.empty())
                .get(0);

        assertThat(second.tags()).containsExactly(older, "mine");
        assertThat(List.of(digest("main"), digest("latest")))
                .containsOnly(first.reference().digest());
        assertThat(log.lines())
                .anyMatch(line -> line.contains("main stays at revision " + newer + " (sha256:")
                        && line.endsWith("), which comes after " + older));
        workspace.git("reflog", "expire", "--expire=now", "--all");
        workspace.git("gc", "--quiet", "--prune=now");
        assertThat(publish(spec("branch"), Optional.empty()).get(0).tags()).contains("main");
        assertThat(digest("main"))
                .as("of a commit that the clone does not know")
                .isEqualTo(second.reference().digest());
    }

    @Test
    public void rebuildReplacesAReleasedVersionOfTheSameCommitOnly() {
        PublishedImage first = release("1.0.0", "semver");
        ImageSpec other = spec(repository, ".", Map.of("NAME", "other"), "semver");
        PublishRequest rebuild = request(List.of(other), workspace.state(), PublishMode.NORMAL.withRebuild(true));

        PublishedImage second = publisher()
                .publish(
                        RequestMaker.like(rebuild).version(Optional.of("1.0.0")).make(), soon())
                .get(0);

        assertThat(second.reference()).isNotEqualTo(first.reference());
        assertThat(digest("1.0.0")).isEqualTo(second.reference().digest());
        next();
        docker.commands.clear();
        PublishRequest foreign = request(List.of(other), workspace.state(), PublishMode.NORMAL.withRebuild(true));
        assertThatThrownBy(() -> publisher()
                        .publish(
                                RequestMaker.like(foreign)
                                        .version(Optional.of("1.0.0"))
                                        .make(),
                                soon()))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining(repository + ":1.0.0' was not published")
                .hasMessageContaining("Raise the version");
        assertThat(docker.verbs()).isEmpty();
        assertThat(digest("1.0.0")).isEqualTo(second.reference().digest());
    }

    @Test
    public void movesNoTagThatAnotherCommitHasForGood() {
        String one = workspace.state().sha();
        PublishedImage first = publish(spec("sha-short"), Optional.empty()).get(0);
        next();
        String brief = one.substring(0, 7);

        assertThatThrownBy(() -> publish(spec("custom:" + brief), Optional.empty()))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("Tag '" + brief + "' of image '" + repository + "' stands for revision '" + one)
                .hasMessageContaining("for good; the rule 'custom' would move it");
        assertThat(digest(brief)).isEqualTo(first.reference().digest());
    }

    @Test
    public void movesNoTagOfAnyImageWhereOneIsRefused() {
        String one = workspace.state().sha();
        ImageSpec web = spec(repository, ".", Map.of(), "branch");
        ImageSpec db = spec(repository + "-db", ".", Map.of(), "sha-short");
        publisher().publish(request(List.of(web, db), workspace.state(), PublishMode.NORMAL), soon());
        String main = digest("main").orElseThrow();
        next();
        ImageSpec taking = spec(repository + "-db", ".", Map.of(), "custom:" + one.substring(0, 7));

        assertThatThrownBy(() -> publisher()
                        .publish(request(List.of(web, taking), workspace.state(), PublishMode.NORMAL), soon()))
                .hasMessageContaining("for good; the rule 'custom' would move it");
        assertThat(digest("main")).contains(main);
        assertThat(digest(workspace.state().sha())).as("published all the same").isPresent();
    }

    @Test
    public void heldTagsWaitForTheSameCallWithoutIt() {
        PublishRequest request =
                request(List.of(spec("sha-short", "branch", "latest")), workspace.state(), PublishMode.NORMAL);
        PublishedImage held = publisher()
                .publish(
                        RequestMaker.like(request)
                                .mode(PublishMode.NORMAL.withMoveTags(false))
                                .make(),
                        soon())
                .get(0);
        String sha = workspace.state().sha();
        assertThat(held.tags()).containsExactly(sha, sha.substring(0, 7));
        assertThat(digest("main")).isEmpty();
        assertThat(log.lines()).anyMatch(line -> line.contains("not moved yet: main, latest"));
        docker.commands.clear();

        PublishedImage moved = publisher().publish(request, soon()).get(0);

        assertThat(moved.tags()).containsExactly(sha, sha.substring(0, 7), "main", "latest");
        assertThat(List.of(digest("main"), digest("latest")))
                .containsOnly(held.reference().digest());
        assertThat(docker.commands).isEmpty();
    }

    @Test
    public void heldTagsMoveWhateverAScanLeft() {
        PublishRequest request = request(List.of(spec("branch")), workspace.state(), PublishMode.NORMAL);
        List<PublishedImage> held = publisher()
                .publish(
                        RequestMaker.like(request)
                                .mode(PublishMode.NORMAL.withMoveTags(false))
                                .make(),
                        soon());
        workspace.write("report.sarif", "found nothing");
        workspace.write(".env", "DB_PASSWORD=geheim");
        workspace.write("page", "as a test left it");
        docker.commands.clear();

        PublishedImage moved = again(held, PublishMode.NORMAL);

        assertThat(moved.reused()).isTrue();
        assertThat(moved.reference()).isEqualTo(held.get(0).reference());
        assertThat(digest("main")).isEqualTo(moved.reference().digest());
        assertThat(docker.commands).isEmpty();
        assertThat(again(held, PublishMode.NORMAL.withAllowModified(true)).reference())
                .isEqualTo(moved.reference());
        assertThatThrownBy(() -> publish(spec("branch"), Optional.empty())).hasMessageContaining("was not published");
    }

    @Test
    public void heldTagsOfModifiedFilesMoveOnlyWhereThatIsAllowedAgain() {
        workspace.write("page", "edited");
        PublishMode allowed = PublishMode.NORMAL.withAllowModified(true);
        PublishRequest request = request(List.of(spec("branch")), workspace.state(), allowed.withMoveTags(false));
        List<PublishedImage> held = publisher().publish(request, soon());

        assertThatThrownBy(() -> again(held, PublishMode.NORMAL)).hasMessageContaining("the work tree differs");
        assertThat(digest("main")).isEmpty();
        assertThat(again(held, allowed).tags()).contains("main");
        assertThat(digest("main")).isEqualTo(held.get(0).reference().digest());
    }

    @Test
    public void eachImageHasItsVersionAndAllHaveThePrefixes() {
        ImageSpec web = versionedImage(repository, "2.1.0");
        ImageSpec api = versionedImage(repository + "-api", "7.0.0");
        PublishRequest plain = request(List.of(web, api), workspace.state(), PublishMode.NORMAL);
        PublishRequest request = RequestMaker.like(plain)
                .tagged(new TagOptions(List.of("sha"), "sha-", "v"))
                .version(Optional.of("1.0.0"))
                .make();

        List<PublishedImage> images = publisher().publish(request, soon());

        String sha = "sha-" + workspace.state().sha();
        assertThat(images)
                .extracting(PublishedImage::tags)
                .containsExactly(List.of(sha, "v2.1.0", "v2.1", "v2"), List.of(sha, "v7.0.0", "v7.0", "v7"));
        assertThat(manifest("v2").orElseThrow().labels()).containsEntry("org.opencontainers.image.version", "2.1.0");
        docker.commands.clear();
        assertThat(publisher().publish(request, soon())).allMatch(PublishedImage::reused);
        assertThat(docker.commands).isEmpty();
    }

    private PublishedImage again(List<PublishedImage> published, PublishMode mode) {
        GitState git = workspace.state();
        ReleaseImages images = ReleaseImages.of("shop", git.sha(), git.branch(), published);
        return publisher()
                .publish(request(List.of(spec("branch")), git, mode.withPublished(images)), soon())
                .get(0);
    }

    private static ImageSpec versionedImage(String name, String version) {
        return new ImageSpec(
                name,
                BuildRecipe.in("."),
                List.of(),
                Optional.empty(),
                new Tagging(List.of("semver"), Optional.of(version)));
    }

    private PublishedImage release(String version, String... rules) {
        return publish(spec(rules), Optional.of(version)).get(0);
    }

    private void next() {
        workspace.write("page", "page of " + workspace.state().sha());
        workspace.commit("next");
    }
}
