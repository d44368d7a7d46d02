package io.jenkins.plugins.composerelease.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import io.jenkins.plugins.composerelease.engine.spi.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ImageSectionsTest {
    private static final Supplier<List<ImageSpec>> NONE = () -> {
        throw new AssertionError("nothing asks for the compose files");
    };
    private static final ImageSpec COMPOSED = new ImageSpec(
            "shop/app",
            BuildRecipe.in("app").withArgs(Map.of("A", "1")),
            List.of("api", "worker"),
            Optional.empty(),
            Tagging.RELEASE);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final SecretSource secrets = reference -> Secret.of("value of " + reference + "\n");
    private Path workspace;

    @Before
    public void create() throws IOException {
        workspace = folder.getRoot().toPath();
        Files.createDirectories(workspace.resolve("web"));
        Files.createDirectories(workspace.resolve("lib"));
        Files.writeString(workspace.resolve("web/Dockerfile"), "FROM scratch\n");
        Files.writeString(workspace.resolve("web/package.json"), "{\"version\": \"2.1.0\"}");
    }

    @Test
    public void readsAllThatAnImageMaySay() {
        ImageSpec image = images("""
                images:
                  - name: shop/web
                    context: web
                    target: production
                    buildArgs: {A: 1}
                    labels: {team: x}
                    platforms: [linux/amd64, linux/arm64]
                    secrets: {npm_token: "env:NPM"}
                    contexts: {lib: lib}
                    ssh: [default]
                    network: none
                    noCache: true
                    cacheKey: web
                    version: {file: web/package.json}
                    tags: [semver]
                """, NONE).get(0);

        assertThat(image.build().labels()).containsEntry("team", "x");
        assertThat(image.build().platforms()).containsExactly("linux/amd64", "linux/arm64");
        assertThat(image.build().secrets())
                .as("with the line end, byte for byte")
                .containsEntry("npm_token", Secret.of("value of env:NPM\n"));
        assertThat(image.build().contexts()).containsEntry("lib", "lib");
        assertThat(image.build().options().ssh()).containsExactly("default");
        assertThat(image.build().options().network()).contains("none");
        assertThat(image.build().options().noCache()).isTrue();
        assertThat(image.build().options().pull()).isFalse();
        assertThat(image.build().cacheKey()).contains("web");
        assertThat(image.tagging()).isEqualTo(new Tagging(List.of("semver"), Optional.of("2.1.0")));
    }

    @Test
    public void takesImagesFromComposeFiles() {
        assertThat(images("images: compose\n", () -> List.of(COMPOSED))).containsExactly(COMPOSED);
        assertThat(images("images: [{service: worker}, {service: api}]\n", () -> List.of(COMPOSED)))
                .as("two services of one image")
                .containsExactly(COMPOSED);
    }

    @Test
    public void addsToAnImageOfAComposeFile() {
        ImageSpec image = images("""
                images:
                  - {service: api, name: shop/api, buildArgs: {B: 2}, platforms: [linux/arm64], variable: API_IMAGE, version: 3.0.0}
                """, () -> List.of(COMPOSED)).get(0);

        assertThat(image.name()).isEqualTo("shop/api");
        assertThat(image.services()).containsExactly("api", "worker");
        assertThat(image.build().context()).isEqualTo("app");
        assertThat(image.build().args()).containsEntry("A", "1").containsEntry("B", "2");
        assertThat(image.build().platforms()).containsExactly("linux/arm64");
        assertThat(image.variable()).contains("API_IMAGE");
        assertThat(image.tagging().version()).contains("3.0.0");
    }

    @Test
    public void checksWithoutComposeFilesOrVersions() {
        ReleaseFile release = load("images: [{service: gone}, {name: a, version: {file: gone}}]\n");
        assertThat(release.hasImages()).isTrue();
        assertThat(load("images: []\n").hasImages()).isFalse();
    }

    @Test
    public void readsNamesWithoutTheContexts() {
        ReleaseFile release = load("images: [{name: a, context: gone, secrets: {x: 'env:X'}, version: 1.0.0}]\n");
        assertThat(release.imagesToRead(NONE)).extracting(ImageSpec::name).containsExactly("a");
        assertThatThrownBy(() -> release.images(secrets, NONE)).hasMessageContaining("there is no directory 'gone'");
    }

    @Test
    public void saysWhatIsWrongAtItsPlace() {
        refused("images: all", "images: 'all' is not valid", "'compose' for every service");
        refused("images: [{service: wbe}]", "images[0].service: no service 'wbe'", "api, worker");
        refused("images: [{service: api, context: x}]", "unknown key 'context'");
        refused("images: [{service: api}, {service: worker, tags: [branch]}]", "'shop/app' is there twice");
        refused("images: [{name: a, context: web, platforms: [arm]}]", "images[0].platforms[0]: platform 'arm'");
        refused("images: [{name: a, context: web, secrets: {'x y': 'env:X'}}]", "build secret 'x y'");
        refused("images: [{name: a, context: web, secrets: {x: geheim}}]", "not a reference to a secret");
        refused("images: [{name: a, context: web, contexts: {l: '../l'}}]", "additional context 'l'");
        refused("images: [{name: a, context: web, contexts: {l: gone}}]", "there is no directory 'gone'");
        refused("images: [{name: a, context: web, version: {file: gone}}]", "there is no file 'gone'");
    }

    @Test
    public void givesAServiceNoSecretOfAnotherThatIsCalledTheSame() {
        ReleaseFile one = load("images: [{service: api, secrets: {npm_token: 'env:A'}}, {service: worker}]\n");
        assertThat(one.buildSecret("api", "npm_token", secrets)).contains(Secret.of("value of env:A\n"));
        assertThat(one.buildSecret("worker", "npm_token", secrets)).contains(Secret.of("value of env:A\n"));
        assertThat(one.buildSecret("api", "other", secrets)).isEmpty();

        ReleaseFile two = load("images: [{service: api, secrets: {npm_token: 'env:A'}},"
                + " {service: web, secrets: {npm_token: 'env:B'}}, {service: worker}]\n");
        assertThat(two.buildSecret("api", "npm_token", secrets)).contains(Secret.of("value of env:A\n"));
        assertThat(two.buildSecret("web", "npm_token", secrets)).contains(Secret.of("value of env:B\n"));
        assertThat(two.buildSecret("worker", "npm_token", secrets))
                .as("of two teams, neither's is known to be the one")
                .isEmpty();
    }

    private void refused(String text, String... expected) {
        assertThatThrownBy(() -> images(text + "\n", () -> List.of(COMPOSED)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("release.yaml:2:")
                .hasMessageContainingAll(expected)
                .hasMessageNotContaining("geheim");
    }

    private List<ImageSpec> images(String text, Supplier<List<ImageSpec>> composed) {
        return load(text).images(secrets, composed);
    }

    private ReleaseFile load(String text) {
        return ReleaseFile.parse("release.yaml", "application: shop\n" + text, false, workspace);
    }
}
