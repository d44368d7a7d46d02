package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What {@code publish} refuses before it asks Git, Docker or a registry. */
public class PublishCommandTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void refusesTheRegistrysPasswordAsABuildArgument() throws IOException {
        Path workspace = folder.getRoot().toPath();
        Files.writeString(workspace.resolve("Dockerfile"), "FROM scratch\n");
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                registry: {url: "localhost:5000", username: shop, password: "env:REGISTRY_PASSWORD"}
                images: [{name: shop/web, buildArgs: {NPM_TOKEN: geheim-4711}}]
                """);

        CliRun run = CliRun.in(workspace)
                .withVariable("REGISTRY_PASSWORD", "geheim-4711")
                .execute("publish");

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(run.err())
                .contains("The build argument 'NPM_TOKEN' of image 'shop/web' holds a secret")
                .doesNotContain("geheim-4711");
    }

    @Test
    public void refusesATokenAsALabelAndWarnsOfAPasswordAsABuildArgument() throws IOException {
        Path workspace = folder.getRoot().toPath();
        Files.writeString(workspace.resolve("Dockerfile"), "FROM scratch\n");
        String token = "ghp_" + "a1B2c3D4e5".repeat(4);
        String release = """
                application: shop
                registry: {url: "localhost:5000"}
                images: [{name: shop/web, buildArgs: {ADMIN_PASSWORD: f8aK2m9QzL4w7T}, labels: {note: "%s"}}]
                """;
        Files.writeString(workspace.resolve("release.yaml"), release.formatted(token));

        CliRun refused = CliRun.in(workspace).execute("publish");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(refused.err())
                .contains("The label 'note' of image 'shop/web' looks like a secret (a token)")
                .doesNotContain(token);

        Files.writeString(workspace.resolve("release.yaml"), release.formatted("blue"));
        assertThat(CliRun.in(workspace).execute("publish").err())
                .contains("The build argument 'ADMIN_PASSWORD' of image 'shop/web' looks like a secret"
                        + " (a random value of such a name), and stays in the image.")
                .contains("no Git repository")
                .doesNotContain("f8aK2m9QzL4w7T");
    }

    @Test
    public void needsNoPasswordWhereNothingIsPushed() throws IOException {
        Path workspace = folder.getRoot().toPath();
        Files.writeString(workspace.resolve("Dockerfile"), "FROM scratch\n");
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                registry: {url: "localhost:5000", username: shop, password: "env:REGISTRY_PASSWORD"}
                images: [{name: shop/web}]
                """);

        assertThat(CliRun.in(workspace).execute("publish", "--no-push").err())
                .contains("built without a login, as nothing is pushed: ", "REGISTRY_PASSWORD", "no Git repository");
        assertThat(CliRun.in(workspace).execute("publish").err())
                .contains("REGISTRY_PASSWORD")
                .doesNotContain("no Git repository");
    }
}
