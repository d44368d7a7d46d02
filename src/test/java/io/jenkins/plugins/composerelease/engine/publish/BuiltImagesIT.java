package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.adapter.registry.HttpRegistry;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Images that are built, kept by the engine, and pushed by a later call. */
public class BuiltImagesIT extends PublisherFixture {
    @Test
    public void pushesWhatWasBuiltWithoutBuildingWhateverTestsLeft() {
        BuiltImages built = build(spec("branch"));
        BuiltImage image = built.images().get(0);
        assertThat(image.ids()).hasSize(1);
        assertThat(image.startable(built.platform())).isEqualTo(image.ids().get(0));
        assertThat(manifest(workspace.state().sha())).as("nothing is pushed").isEmpty();
        assertThat(docker.verbs()).contains("build").doesNotContain("push");
        Path file = workspace.directory().resolve(BuiltImages.FILE);
        built.write(file);
        workspace.write("page", "changed by a test");
        docker.commands.clear();

        PublishedImage pushed = publish(spec("branch"), BuiltImages.read(file));

        assertThat(docker.verbs()).contains("push").doesNotContain("build");
        assertThat(pushed.reused()).isFalse();
        assertThat(digest("main")).isEqualTo(pushed.reference().digest());
        assertThat(id(pushed.reference().toString())).isEqualTo(image.ids().get(0));
        assertThat(publish(spec("branch"), built).reused()).isTrue();
    }

    @Test
    public void keepsWhatWasBuiltWhereNothingIsPushedWhateverTestsLeft() {
        BuiltImages built = build(spec());
        workspace.write("page", "changed by a test");
        docker.commands.clear();
        PublishMode elsewhere = PublishMode.NORMAL.withPush(false).withBuilt(built);

        BuiltImages kept = publisher().build("shop", request(List.of(spec()), workspace.state(), elsewhere), soon());

        assertThat(kept.images()).isEqualTo(built.images());
        assertThat(docker.verbs()).doesNotContain("build", "push");
        assertThat(manifest(workspace.state().sha())).isEmpty();
        assertThat(log.lines()).anyMatch(line -> line.contains(": built before, not pushed, sha256:"));
    }

    @Test
    public void refusesWhatTheEngineDoesNotHaveAnyMore() {
        BuiltImages built = build(spec());
        String id = built.images().get(0).ids().get(0);
        bed.agent().require(Command.of("remove an image", "docker", "image", "rm", "--force", id), soon());
        docker.commands.clear();

        assertThatThrownBy(() -> publish(spec(), built))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not have image " + id + ", which engine '" + built.engine() + "' built")
                .hasMessageContaining("or build again");
        assertThat(docker.verbs()).doesNotContain("build", "push");
        assertThat(manifest(workspace.state().sha())).isEmpty();
    }

    @Test
    public void refusesAnotherCommitOtherArgumentsAndAnotherImagesId() {
        BuiltImages built = build(spec());
        ImageSpec other = spec(repository, ".", Map.of("NAME", "other"));
        assertThatThrownBy(() -> publish(other, built))
                .hasMessageContaining("its build arguments, target or other settings");
        String one = workspace.state().sha();
        workspace.write("page", "two");
        String two = workspace.commit("two");
        assertThatThrownBy(() -> publish(spec(), built))
                .hasMessageContaining("it was built from revision '" + one + "', expected '" + two + "'");
        BuiltImages forged =
                new BuiltImages(1, "shop", two, Optional.empty(), built.engine(), built.platform(), built.images());
        assertThatThrownBy(() -> publish(spec(), forged))
                .hasMessageContaining("has label 'org.opencontainers.image.revision' with value '" + one + "'");
        assertThat(manifest(one)).isEmpty();
        assertThat(manifest(two)).isEmpty();
    }

    @Test
    public void takesAModifiedImageOnlyWhereThatIsAllowedAgain() {
        workspace.write("page", "edited");
        PublishMode allowed = PublishMode.NORMAL.withAllowModified(true);
        BuiltImages built = publisher().build("shop", request(List.of(spec()), workspace.state(), allowed), soon());

        assertThatThrownBy(() -> publish(spec(), built))
                .hasMessageContaining("it was built from files that differ from the commit")
                .hasMessageContaining("allowModified");
        PublishedImage pushed = publisher()
                .publish(request(List.of(spec()), workspace.state(), allowed.withBuilt(built)), soon())
                .get(0);
        assertThat(manifest(workspace.state().sha()).orElseThrow().digest())
                .isEqualTo(pushed.reference().digest().orElseThrow());
    }

    @Test
    public void refusesAModifiedImageThatWasBuiltWithOtherArguments() {
        workspace.write("page", "edited");
        PublishMode allowed = PublishMode.NORMAL.withAllowModified(true);
        BuiltImages built = publisher().build("shop", request(List.of(spec()), workspace.state(), allowed), soon());
        ImageSpec other = spec(repository, ".", Map.of("NAME", "other"));

        assertThatThrownBy(() -> publisher()
                        .publish(request(List.of(other), workspace.state(), allowed.withBuilt(built)), soon()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was built with other settings, which differ in argument NAME.");
        assertThat(manifest(workspace.state().sha())).isEmpty();
    }

    @Test
    public void refusesToPushAnImageThatSaysAnotherVersion() {
        BuiltImages built = build(versioned("1.2.3"));

        assertThatThrownBy(() -> publish(versioned("1.2.4"), built))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "has label 'org.opencontainers.image.version' with value '1.2.3', expected '1.2.4'");
        assertThat(manifest("1.2.4")).isEmpty();
        assertThat(publish(versioned("1.2.3"), built).tags()).contains("1.2.3");
    }

    @Test
    public void buildsWhereTheRegistryIsAway() {
        RegistryLogin away =
                new RegistryLogin("127.0.0.1:1", Optional.of("shop"), Optional.of(bed.registryPassword()), true);

        BuiltImages built = build(away, new HttpRegistry(away));

        assertThat(built.images().get(0).ids()).hasSize(1);
        assertThat(docker.verbs()).contains("build").doesNotContain("login", "push");
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith("warn: built without the registry, as nothing is pushed: Could not ")
                        && line.contains("127.0.0.1:1"));
        PublishMode kept = PublishMode.NORMAL.withPush(false).withBuilt(built);
        Publisher again = new Publisher(docker, new HttpRegistry(away), bed.agentEnvironment(), log);
        assertThat(again.build("shop", request(away, kept), soon()).images()).isEqualTo(built.images());
    }

    @Test
    public void buildsWhereTheRegistryRefusesTheLogin() {
        RegistryLogin wrong = login(Secret.of("not-the-password"));

        assertThat(build(wrong, new HttpRegistry(wrong)).images().get(0).ids()).hasSize(1);
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith("warn: built without the registry") && line.contains("(401"));
        log.lines().forEach(line -> assertThat(line).doesNotContain("not-the-password"));
    }

    @Test
    public void buildsWhereAnybodyMayReadAndTheLoginIsRefused() {
        RegistryLogin wrong = login(Secret.of("not-the-password"));

        assertThat(build(wrong, registry).images().get(0).ids()).hasSize(1);
        assertThat(log.lines()).anyMatch(line -> line.startsWith("warn: built without a login, as nothing is pushed"));
    }

    private BuiltImages build(RegistryLogin login, HttpRegistry asked) {
        PublishRequest request = request(login, PublishMode.NORMAL.withPush(false));
        return new Publisher(docker, asked, bed.agentEnvironment(), log).build("shop", request, soon());
    }

    private PublishRequest request(RegistryLogin login, PublishMode mode) {
        PublishRequest usual = request(List.of(spec()), workspace.state(), mode);
        return new PublishRequest(
                usual.workspace(),
                login,
                usual.images(),
                usual.tagging(),
                usual.git(),
                usual.version(),
                usual.defaultBranch(),
                mode,
                usual.parallel());
    }

    private ImageSpec versioned(String version) {
        ImageSpec spec = spec();
        return new ImageSpec(
                spec.name(),
                spec.build(),
                spec.services(),
                spec.variable(),
                new Tagging(List.of("semver"), Optional.of(version)));
    }

    @Test
    public void buildsNothingThatTheRegistryHasAlready() {
        PublishedImage published = publish(spec(), Optional.empty()).get(0);
        docker.commands.clear();

        BuiltImage image = build(spec()).images().get(0);

        assertThat(image.ids()).isEmpty();
        assertThat(image.reference()).contains(published.reference());
        assertThat(image.startable("linux/amd64"))
                .isEqualTo(published.reference().toString());
        assertThat(docker.verbs()).doesNotContain("build");
    }

    @Test
    public void takesTheImageThatAnotherBuildPublishedMeanwhileAndSaysSo() {
        BuiltImages built = build(spec());
        PublishedImage other = publish(spec(), Optional.empty()).get(0);
        docker.commands.clear();

        PublishedImage image = publish(spec(), built);

        assertThat(image.reference()).isEqualTo(other.reference());
        assertThat(docker.verbs()).isEmpty();
        assertThat(log.lines()).anyMatch(line -> line.contains("another build published this commit meanwhile"));
    }

    private BuiltImages build(ImageSpec spec) {
        return publisher()
                .build("shop", request(List.of(spec), workspace.state(), PublishMode.NORMAL.withPush(false)), soon());
    }

    private PublishedImage publish(ImageSpec spec, BuiltImages built) {
        return publisher()
                .publish(request(List.of(spec), workspace.state(), PublishMode.NORMAL.withBuilt(built)), soon())
                .get(0);
    }

    private String id(String reference) {
        return bed.agent()
                .require(
                        Command.of("ask for an id", "docker", "image", "inspect", "--format", "{{.Id}}", reference),
                        soon())
                .output()
                .strip();
    }
}
