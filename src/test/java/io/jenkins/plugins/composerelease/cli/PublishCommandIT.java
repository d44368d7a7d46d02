package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.wait.AnyCompose;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code publish} as people and Pipelines call it: what it writes, what it shows, what it leaves to a later call. */
public class PublishCommandIT {
    private final TestBed bed = TestBed.get();
    private final String name = TestBed.unique("g-publish-cli");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path workspace;

    @Before
    public void create() throws IOException {
        workspace = folder.newFolder("shop").toPath();
        for (String image : List.of("a", "longer")) {
            Files.createDirectories(workspace.resolve(image));
            Files.writeString(workspace.resolve(image + "/Dockerfile"), "FROM scratch\nCOPY page /page\n");
            Files.writeString(workspace.resolve(image + "/page"), name);
        }
        Files.writeString(
                workspace.resolve("release.yaml"), """
                application: shop
                registry: {url: %s, username: %s, password: "env:REGISTRY_PASSWORD", insecure: true}
                branches: [main]
                tags: [sha, branch]
                images:
                  - {name: %s/a, context: a, services: [a]}
                  - {name: %s/longer, context: longer}
                """.formatted(bed.registry(), bed.registryUser(), name, name));
        git("init", "--quiet", "--initial-branch=main");
        git("add", "--all");
        git("commit", "--quiet", "--message", "one");
    }

    @After
    public void removeImages() {
        String ids =
                run(Command.of("list", "docker", "image", "ls", "--quiet", "--filter", "reference=*/" + name + "/*"));
        ids.lines().distinct().forEach(id -> bed.agent()
                .run(Command.of("remove an image", "docker", "image", "rm", "--force", id), soon()));
    }

    @Test
    public void elsewhereThanOnItsBranchesItBuildsOnlyAndALaterCallPushesThat() throws IOException {
        publish();
        assertThat(workspace.resolve("release-images.json")).exists();
        git("checkout", "--quiet", "-b", "feature/x");
        Files.writeString(workspace.resolve("a/page"), "two");
        git("commit", "--quiet", "--all", "--message", "two");

        CliRun built = publish("--json");

        assertThat(built.err())
                .contains("building only, nothing is pushed: 'feature/x' is not one of these branches (main)")
                .contains("removed " + workspace.resolve("release-images.json") + " of an earlier publish");
        assertThat(workspace.resolve("release-images.json")).doesNotExist();
        JsonNode images = Json.tree(built.out(), "the output").path("images");
        assertThat(images.findValuesAsText("name")).containsExactly(name + "/a", name + "/longer");
        assertThat(images.path(0).path("ids").path(0).asText()).startsWith("sha256:");

        Files.writeString(workspace.resolve("a/left-by-a-test"), "report");
        CliRun kept = publish("--json", "--built", "built-images.json");

        assertThat(kept.err()).contains(": built before, not pushed, ").doesNotContain(": building");
        assertThat(Json.tree(kept.out(), "the output").path("images")).isEqualTo(images);

        CliRun pushed = publish("--json", "--branch", "main", "--built", "built-images.json");

        assertThat(pushed.err())
                .contains("pushing what was built before, "
                        + images.path(0).path("ids").path(0).asText());
        assertThat(pushed.err()).doesNotContain(": building");
        assertThat(Json.tree(pushed.out(), "the output").path("images").findValuesAsText("tags"))
                .hasSize(2);
        assertThat(Json.tree(Files.readString(workspace.resolve("release-images.json")), "the file")
                        .path("images")
                        .path(0)
                        .path("tags")
                        .path(1)
                        .asText())
                .isEqualTo("main");
    }

    @Test
    public void takesAFileOfItsOwnInAContextForNoChange() throws IOException {
        Files.writeString(workspace.resolve("a/Dockerfile"), "FROM scratch\nCOPY . /\n");
        git("commit", "--quiet", "--all", "--message", "two");
        publish("--images", "a/images.json");
        Files.writeString(workspace.resolve("a/page"), "three");
        git("commit", "--quiet", "--all", "--message", "three");

        assertThat(publish("--images", "a/images.json").err()).contains("a: pushed sha256:");
    }

    @Test
    public void showsWhatBuildsPrintBehindNamesOfOneWidth() {
        CliRun run = publish("--build-log", "all");
        assertThat(run.err())
                .containsPattern("(?m)  " + name + "/a      \\| #[0-9]+ ")
                .containsPattern("(?m)  " + name + "/longer \\| #[0-9]+ ");
        assertThat(publish("--rebuild").err()).doesNotContain(" | ");
    }

    private CliRun publish(String... options) {
        CliRun run = CliRun.in(workspace).with(new Parts() {
            @Override
            Host local() {
                return new AnyCompose(bed.agent());
            }
        });
        bed.agentEnvironment().forEach(run::withVariable);
        run.withVariable("REGISTRY_PASSWORD", bed.registryPassword().reveal());
        String[] arguments = new String[options.length + 1];
        arguments[0] = "publish";
        System.arraycopy(options, 0, arguments, 1, options.length);
        run.execute(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private void git(String... arguments) {
        run(Command.of("use Git", "git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com")
                .withArguments(List.of(arguments))
                .withDirectory(workspace.toString())
                .withEnvironment(Map.of("GIT_CONFIG_GLOBAL", "/dev/null")));
    }

    private String run(Command command) {
        return bed.agent().require(command, soon()).output();
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1));
    }
}
