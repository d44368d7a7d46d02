package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.wait.AnyCompose;
import io.jenkins.plugins.composerelease.testing.TestBed;
import io.jenkins.plugins.composerelease.testing.WithoutPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Images that the configuration leaves to the compose files, with either Compose. */
public class ComposeImagesIT {
    private static final String TOKEN = "npm-geheim-4711";
    private static final String SUM = "8f0c45b8a4eff0f5deb0edf3e0cf8d23e5babd4d012f8edc279e4e1403a2eaeb";

    private final TestBed bed = TestBed.get();
    private final String name = TestBed.unique("g-image");
    private final LocalRunner git = new LocalRunner(Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_SYSTEM", "/dev/null",
            "GIT_AUTHOR_NAME", "Ada",
            "GIT_AUTHOR_EMAIL", "ada@example.com",
            "GIT_COMMITTER_NAME", "Ada",
            "GIT_COMMITTER_EMAIL", "ada@example.com"));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path workspace;
    private Host local = new AnyCompose(bed.agent());

    @Before
    public void create() throws IOException {
        workspace = folder.getRoot().toPath();
        write(".dockerignore", ".git\n");
        write(
                "app/Dockerfile",
                "FROM scratch AS base\nCOPY page /page\nFROM base AS production\nARG PRICE\nLABEL price=$PRICE\n");
        write("app/page", name);
        write("compose.yaml", """
                services:
                  web:
                    image: NAME/app:${TAG:-dev}
                    build: &app {context: app, target: production, args: {PRICE: '5 $$'}}
                  worker: {image: 'NAME/app:${TAG:-dev}', build: *app}
                  beat: {image: 'NAME/app:${TAG:-dev}', profiles: [extra]}
                  docs:
                    build: ./app
                    profiles: [extra]
                  db: {image: 'postgres:17'}
                """);
        write("release.yaml", """
                application: NAME
                registry: {url: REGISTRY, username: USER, password: "env:PASSWORD", insecure: true}
                images: compose
                """);
        git("init", "--quiet", "--initial-branch=main");
        commit();
    }

    @After
    public void removeImages() {
        String ids = docker("image", "ls", "--quiet", "--filter", "reference=" + bed.registry() + "/" + name + "/*");
        ids.lines().distinct().forEach(id -> docker("image", "rm", "--force", id));
        local.close();
    }

    @Test
    public void publishesWhatComposeFilesBuild() {
        publishesTheImages();
    }

    @Test
    public void publishesWhatComposeFilesBuildAlsoWithDockerCompose1() {
        local = new AnyCompose(new WithoutPlugin(bed.agent()));
        publishesTheImages();
    }

    private void publishesTheImages() {
        JsonNode images = publish().path("images");

        assertThat(images.findValuesAsText("name")).containsExactlyInAnyOrder(name + "/app", name + "/docs");
        JsonNode app = images.path(0).path("name").asText().endsWith("app") ? images.path(0) : images.path(1);
        assertThat(texts(app.path("services"))).containsExactlyInAnyOrder("web", "worker", "beat");
        assertThat(docker(
                        "image",
                        "inspect",
                        "--format",
                        "{{.Config.Labels.price}}",
                        app.path("reference").asText()))
                .isEqualTo("5 $\n");
    }

    @Test
    public void takesOneServiceWithASecretOfTheComposeFile() throws IOException {
        write(
                "app/Dockerfile",
                "FROM " + bed.baseImage() + "\n"
                        + "RUN --mount=type=secret,id=npm_token,required=true echo NAME && cat /run/secrets/npm_token && "
                        + "sha256sum < /run/secrets/npm_token > /sum\n");
        write("compose.yaml", """
                services:
                  web:
                    image: NAME/app
                    build: {context: app, secrets: [npm_token]}
                  other: {build: ./gone}
                secrets:
                  npm_token: {environment: NPM_TOKEN}
                """);
        write(
                "release.yaml",
                Files.readString(workspace.resolve("release.yaml"))
                        .replace("images: compose", "images: [{service: web, version: 1.2.3, tags: [version]}]"));
        commit();

        CliRun run = run("publish", "--verbose", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain(TOKEN).contains("****");
        JsonNode image = Json.tree(run.out(), "the output").path("images").path(0);
        assertThat(texts(image.path("tags"))).contains("1.2.3");
        assertThat(docker(
                        "run",
                        "--rm",
                        "--pull",
                        "never",
                        image.path("reference").asText(),
                        "cat",
                        "/sum"))
                .startsWith(SUM);
        assertThat(run("tags").out()).contains(name + "/app:1.2.3");
    }

    @Test
    public void takesASecretOfTheComposeFileFromTheConfiguration() throws IOException {
        write(
                "app/Dockerfile",
                "FROM " + bed.baseImage() + "\nRUN --mount=type=secret,id=deploy_key,required=true "
                        + "sha256sum < /run/secrets/deploy_key > /sum\n");
        write("compose.yaml", """
                services:
                  web: {build: {context: app, secrets: [deploy_key]}}
                secrets:
                  deploy_key: {environment: NOT_SET}
                """);
        String release = Files.readString(workspace.resolve("release.yaml"));
        commit();
        assertThat(run("publish").err())
                .contains("Service 'web' needs build secret 'deploy_key': its variable 'NOT_SET' is not set.");

        write(
                "release.yaml",
                release.replace("images: compose", "images: [{service: web, secrets: {deploy_key: 'env:NPM_TOKEN'}}]"));
        commit();
        String image = publish().path("images").path(0).path("reference").asText();
        assertThat(docker("run", "--rm", "--pull", "never", image, "cat", "/sum"))
                .startsWith(SUM);
    }

    @Test
    public void refusesASecretAsABuildArgument() throws IOException {
        write("compose.yaml", "services: {web: {build: {context: app, args: {TOKEN: '${TOKEN}'}}}}\n");
        write(
                "release.yaml",
                Files.readString(workspace.resolve("release.yaml"))
                        + "compose: {secrets: [{env: TOKEN, value: 'env:NPM_TOKEN'}]}\n");
        commit();

        CliRun run = run("publish");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("The build argument 'TOKEN' of image").doesNotContain(TOKEN);
    }

    @Test
    public void saysWhatComposeNeedsToReadItsFiles() throws IOException {
        write("compose.yaml", "services: {web: {build: app, env_file: gone.env}}\n");
        commit();

        CliRun run = run("publish");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "could not be read to find the images to build", "gone.env", "or list the images in 'images'");
    }

    private JsonNode publish() {
        CliRun run = run("publish", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Json.tree(run.out(), "the output");
    }

    private CliRun run(String... arguments) {
        CliRun run = CliRun.in(workspace)
                .with(new Parts() {
                    @Override
                    Host local() {
                        return local;
                    }
                })
                .withVariable("PASSWORD", bed.registryPassword().reveal())
                .withVariable("NPM_TOKEN", TOKEN);
        bed.agentEnvironment().forEach(run::withVariable);
        return run.execute(arguments);
    }

    private void write(String path, String text) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                text.replace("NAME", name).replace("REGISTRY", bed.registry()).replace("USER", bed.registryUser()));
    }

    private void commit() {
        git("add", "--all");
        git("commit", "--quiet", "--message", "change");
    }

    private void git(String... arguments) {
        git.require(
                Command.of("use Git", "git").withArguments(List.of(arguments)).withDirectory(workspace.toString()),
                soon());
    }

    private String docker(String... arguments) {
        return bed.agent()
                .require(Command.of("use Docker", "docker").withArguments(List.of(arguments)), soon())
                .output();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(2));
    }
}
