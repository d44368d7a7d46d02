package io.jenkins.plugins.composerelease.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.BuildOptions;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class DockerBuildTest {
    private static final BuildOptions OPTIONS = new BuildOptions(
            List.of("default"),
            Optional.of("none"),
            List.of("db=10.0.0.1", "six=::1"),
            Optional.of("64m"),
            Map.of("nofile", "1024:2048"),
            List.of("registry.example.com/cache"),
            List.of("type=inline"),
            true,
            true);

    @Test
    public void passesAllThatARecipeSays() {
        BuildRecipe recipe = new BuildRecipe(
                "web",
                Optional.of("../docker/web.Dockerfile"),
                Optional.of("production"),
                Map.of("VERSION", "1 2"),
                Map.of("team", "x"),
                List.of("linux/arm64"),
                Map.of("npm", Secret.of("geheim")),
                Map.of("common", "lib/common", "base", "docker-image://debian:12"),
                OPTIONS,
                Optional.empty());

        List<String> argv = command(recipe, true, Optional.of("linux/arm64")).argv();

        assertThat(argv).startsWith("docker", "buildx", "build", "--load");
        assertThat(argv).endsWith("--cache-from", "more", "/ws/web");
        assertThat(String.join(" ", argv))
                .contains(" --file /ws/docker/web.Dockerfile ")
                .contains(" --platform linux/arm64 ")
                .contains(" --target production ")
                .contains(" --build-arg VERSION=1 2 ")
                .contains(" --label a=b ")
                .contains(" --build-context common=/ws/lib/common ")
                .contains(" --build-context base=docker-image://debian:12 ")
                .contains(" --ssh default ")
                .contains(" --network none ")
                .contains(" --add-host db:10.0.0.1 --add-host six:::1 ")
                .contains(" --shm-size 64m ")
                .contains(" --ulimit nofile=1024:2048 ")
                .contains(" --cache-from registry.example.com/cache --cache-to type=inline ")
                .contains(" --no-cache --pull ");
    }

    @Test
    public void deliversSecretsByTheEnvironmentOnly() {
        BuildRecipe recipe = BuildRecipe.in(".").withSecrets(Map.of("npm_token", Secret.of("geheim")));

        Command command = command(recipe, true, Optional.empty());

        assertThat(command.argv()).contains("id=npm_token,env=COMPOSE_RELEASE_BUILD_SECRET_1");
        assertThat(command.secretEnvironment()).containsEntry("COMPOSE_RELEASE_BUILD_SECRET_1", Secret.of("geheim"));
        assertThat(command.toString()).doesNotContain("geheim");
        assertThat(command.environment()).doesNotContainValue("geheim");
    }

    @Test
    public void deliversByAFileWhatNoVariableHolds() {
        BuildRecipe recipe =
                BuildRecipe.in(".").withSecrets(Map.of("keystore", Secret.of(new byte[] {1, (byte) 0xff, 0})));

        Command command = command(recipe, true, Optional.empty());

        assertThat(command.argv()).contains("id=keystore,src=/dev/shm/x/1");
        assertThat(command.secretEnvironment()).isEmpty();
    }

    @Test
    public void buildsTheWorkspaceItselfWithTheClassicBuilder() {
        Command command = command(BuildRecipe.in("."), false, Optional.empty());

        assertThat(command.argv()).startsWith("docker", "build", "--file", "/ws/Dockerfile");
        assertThat(command.argv()).endsWith("/ws").doesNotContain("--platform", "--load");
        assertThat(command.environment()).containsEntry("DOCKER_BUILDKIT", "0");
    }

    private static Command command(BuildRecipe recipe, boolean buildKit, Optional<String> platform) {
        ImageSpec image = new ImageSpec("shop/web", recipe, List.of(), Optional.empty(), Tagging.RELEASE);
        return new DockerBuild(image, "/ws", buildKit, Map.of("keystore", Path.of("/dev/shm/x/1")))
                .command(
                        ImageReference.parse("r.example.com/shop/web:1"),
                        platform,
                        Map.of("a", "b"),
                        "/tmp/id",
                        List.of("--cache-from", "more"));
    }
}
