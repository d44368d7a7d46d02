package io.jenkins.plugins.composerelease.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class BuildRecipeTest {
    private static final BuildRecipe WEB = BuildRecipe.in("./web");

    @Test
    public void findsTheDockerfileFromTheContext() {
        assertThat(WEB.file()).hasToString("web/Dockerfile");
        assertThat(BuildRecipe.in(".").file()).hasToString("Dockerfile");
        assertThat(with("web", "../docker/web.Dockerfile").file()).hasToString("docker/web.Dockerfile");
    }

    @Test
    public void keepsEveryPathInTheWorkspace() {
        assertThatThrownBy(() -> BuildRecipe.in("../other")).hasMessageContaining("build context '../other'");
        assertThatThrownBy(() -> BuildRecipe.in("/etc")).hasMessageContaining("build context '/etc'");
        for (String path : List.of("../../Dockerfile", "/etc/passwd", "-f", "")) {
            assertThatThrownBy(() -> with("web", path))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("dockerfile '" + path + "' is not valid");
        }
        assertThatThrownBy(() -> contexts("https://example.com/x.git")).hasMessageContaining("which revision");
        assertThatThrownBy(() -> contexts("../lib")).hasMessageContaining("additional context 'lib'");
        assertThat(contexts("docker-image://debian:12").contexts()).containsKey("lib");
    }

    @Test
    public void takesPlatformsByTheirNamesOnce() {
        assertThat(WEB.withPlatforms(List.of("linux/amd64", "linux/arm/v7", "windows/amd64"))
                        .platforms())
                .hasSize(3);
        for (String platform : List.of("amd64", "linux", "linux/", "linux/arm/v7/x", "--linux/amd64", "Linux/amd64")) {
            assertThatThrownBy(() -> WEB.withPlatforms(List.of(platform)))
                    .hasMessageContaining("platform '" + platform + "' is not valid");
        }
        assertThatThrownBy(() -> WEB.withPlatforms(List.of("linux/amd64", "linux/amd64")))
                .hasMessageContaining("'linux/amd64' is there twice");
    }

    @Test
    public void leavesTheLabelsThatReleasesRelyOnToThem() {
        assertThat(WEB.withLabels(Map.of("org.opencontainers.image.title", "Shop"))
                        .labels())
                .hasSize(1);
        for (String label : List.of(
                "org.opencontainers.image.revision",
                "org.opencontainers.image.version",
                "io.jenkins.compose-release.inputs")) {
            assertThatThrownBy(() -> WEB.withLabels(Map.of(label, "x")))
                    .hasMessageContaining("label '" + label + "' is not valid")
                    .hasMessageContaining("compose-release sets it");
        }
    }

    @Test
    public void saysWhichSecretsAVariableHolds() {
        assertThat(BuildRecipe.isVariable(Secret.of("two\nlines \u00fc\n"))).isTrue();
        for (Secret secret : List.of(Secret.of(new byte[] {1, (byte) 0xff, 2}), Secret.of("a\0b"))) {
            assertThat(BuildRecipe.isVariable(secret)).isFalse();
            assertThat(WEB.withSecrets(Map.of("npm_token", secret)).secrets()).hasSize(1);
        }
    }

    @Test
    public void refusesSecretsThatAreTooLarge() {
        Secret secret = Secret.of("x".repeat(130_001));
        assertThatThrownBy(() -> WEB.withSecrets(Map.of("npm_token", secret)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("build secret 'npm_token' has 130001 bytes, expected at most 130000");
    }

    @Test
    public void knowsWhichPlatformAnEngineRuns() {
        assertThat(BuildRecipe.runnable(List.of("linux/arm64", "linux/amd64"), "linux/amd64"))
                .hasValue(1);
        assertThat(BuildRecipe.runnable(List.of("linux/amd64", "linux/arm/v7"), "linux/arm"))
                .hasValue(1);
        assertThat(BuildRecipe.runnable(List.of("linux/arm64", "linux/s390x"), "linux/arm"))
                .isEmpty();
        assertThat(BuildRecipe.runnable(List.of(), "linux/amd64")).isEmpty();
    }

    private static BuildRecipe with(String context, String dockerfile) {
        return new BuildRecipe(
                context,
                Optional.of(dockerfile),
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                BuildOptions.NONE,
                Optional.empty());
    }

    private static BuildRecipe contexts(String value) {
        return new BuildRecipe(
                ".",
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of("lib", value),
                BuildOptions.NONE,
                Optional.empty());
    }
}
