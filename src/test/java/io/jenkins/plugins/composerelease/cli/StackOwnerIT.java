package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.command.ComposeDialect;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.wait.StackOwner;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** What a build's end leaves behind, and what is kept of it. */
@RunWith(Parameterized.class)
public class StackOwnerIT {
    @Parameters(name = "{0}")
    public static List<ComposeDialect> dialects() {
        return List.of(ComposeDialect.PLUGIN, ComposeDialect.ONE);
    }

    @Rule
    public final StackBed bed;

    public StackOwnerIT(ComposeDialect dialect) {
        bed = new StackBed("compose-owner", dialect);
    }

    private final String controller = TestBed.unique("controller");

    @Before
    public void setUp() throws IOException {
        bed.write("compose.yaml", """
                services:
                  web:
                    image: IMAGE
                    command: [sh, -c, "echo to out; echo token $$(cat /run/secrets/token) >&2; exec sleep 600"]
                    init: true
                    volumes: [data:/data]
                    secrets: [token]
                    networks: [default, back]
                  later: {image: IMAGE, command: [sleep, "600"], init: true, profiles: [later]}
                networks: {back: {}}
                volumes: {data: {}}
                secrets: {token: {file: ./none}}
                """);
        own(bed.project(), "shop/main $x#1", 1000, "", 0);
    }

    @Test
    public void removesTheStackOfABuildThatIsOverWithAllThatBelongsToIt() throws IOException {
        bed.up();
        Path secrets = Path.of("/dev/shm/compose-release-alice-" + bed.project());
        String label = StackOwner.CONTROLLER + "=" + controller;
        assertThat(bed.labelled(label)).as("container, two networks, volume").hasSize(4);
        assertThat(bed.docker(
                        "inspect",
                        "--format",
                        "{{index .Config.Labels \"" + StackOwner.BUILD + "\"}}",
                        bed.container("web")))
                .isEqualTo("shop/main $x#1");
        bed.docker("rm", "--force", bed.container("web"));
        assertThat(secrets.resolve("token")).exists();

        own(bed.second(), "shop/main#2", 3000, "\"shop/other#7\"", 2000);
        CliRun next = bed.run("up");

        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(next.err())
                .contains(
                        "removing project " + bed.project() + ", whose build is over",
                        "project " + bed.project() + " removed with its volumes")
                .doesNotContain("shop/main");
        assertThat(bed.labelled("com.docker.compose.project=" + bed.project())).isEmpty();
        assertThat(secrets).doesNotExist();
        assertThat(bed.labelled("com.docker.compose.project=" + bed.second())).hasSize(4);
    }

    @Test
    public void leavesStacksThatMayStillBeInUse() throws IOException {
        bed.up();
        own(bed.second(), "shop/main#2", 3000, "\"shop/main $x#1\"", 2000); // it runs
        bed.up();
        own(bed.second(), "shop/main#2", 3000, "", 1000); // it began after the controller had looked
        bed.up();
        own(bed.second(), "shop/main $x#1", 3000, "", 2000); // it is this build
        bed.up();
        bed.write(
                "release.yaml",
                Files.readString(Path.of(bed.path("release.yaml")))
                        .replace(controller, "another")
                        .replace("$x#1", "#3"));
        bed.up();
        assertThat(bed.labelled("com.docker.compose.project=" + bed.project())).hasSize(4);
    }

    /** A job that is created again has a build of the same number, and so the same project. */
    @Test
    public void takesOverWhatThisBuildStartedButNotWhatADeadOneLeftInTheSameProject() throws IOException {
        bed.up();
        String before = bed.container("web");
        own(bed.project(), "shop/main $x#1", 1000, "\"shop/main $x#1\"", 5000);
        bed.up();
        assertThat(bed.container("web")).isEqualTo(before).isNotBlank();
        bed.exec("web", "touch", "/data/old");
        own(bed.project(), "another", 3000, "another", 4000);
        bed.up();
        assertThat(bed.exec("web", "ls", "/data")).isEmpty();
        assertThat(bed.exec("web", "cat", "/run/secrets/token")).isEqualTo(StackBed.SECRET);
    }

    @Test
    public void isRemovedByTwoBuildsAtTheSameTimeWithoutAWarning() throws Exception {
        bed.up();
        List<CompletableFuture<CliRun>> builds = new ArrayList<>();
        for (String project : List.of(bed.second(), bed.second() + "-b")) {
            own(project, "shop/main#" + builds.size(), 3000, "", 2000);
            String request = Files.readString(Path.of(bed.path("release.yaml")));
            bed.write(project + ".yaml", request);
            builds.add(CompletableFuture.supplyAsync(() -> bed.run("up", "--file", bed.path(project + ".yaml"))));
        }
        for (CompletableFuture<CliRun> build : builds) {
            CliRun up = build.get(2, TimeUnit.MINUTES);
            assertThat(up.exitCode()).as(up.err()).isZero();
            assertThat(up.err()).doesNotContain("could not be removed");
        }
        assertThat(bed.labelled("com.docker.compose.project=" + bed.project())).isEmpty();
        bed.down("--project", bed.second() + "-b");
    }

    @Test
    public void labelsWhatIsStartedLaterToo() throws IOException {
        JsonNode up = bed.up();

        bed.compose(up, "--profile", "later", "up", "--detach", "later");
        bed.compose(up, "run", "--detach", "-T", "web", "sleep", "600");

        assertThat(bed.labelled(StackOwner.CONTROLLER + "=" + controller)).hasSize(6);
        bed.assertThatAnotherComposeRecreatesNothing(up);
    }

    @Test
    public void removesNetworksAndVolumesAlsoWhenNoContainerIsLeft() {
        bed.up();
        bed.docker("rm", "--force", bed.container("web"));
        assertThat(bed.labelled("com.docker.compose.project=" + bed.project())).hasSize(3);

        bed.down("--keep-volumes");
        assertThat(bed.labelled("com.docker.compose.project=" + bed.project())).hasSize(1);
        JsonNode down = bed.down();

        assertThat(bed.labelled("com.docker.compose.project=" + bed.project())).isEmpty();
        assertThat(down.path("logs")).isEmpty();
    }

    /** Compose does the same, and says so. */
    @Test
    public void leavesWhatSomebodyElseUsesWithAWarning() {
        bed.up();
        String network = bed.project() + "_default";
        String volume = bed.project() + "_data";
        String foreign = bed.docker(("run --detach --init --network " + network + " --volume " + volume + ":/x "
                        + bed.image() + " sleep 600")
                .split(" "));
        CliRun down;
        try {
            down = bed.run("down");
        } finally {
            bed.docker("rm", "--force", foreign);
        }

        assertThat(down.exitCode()).as(down.err()).isZero();
        assertThat(down.err())
                .containsPattern("warning: a network of project '" + bed.project() + "' stays[^\n]*" + network)
                .containsPattern("warning: a volume of project '" + bed.project() + "' stays[^\n]*" + volume)
                .contains(
                        "then run 'down' again",
                        "project " + bed.project() + " removed except what something else uses");
        assertThat(Json.tree(down.out(), "the output").path("volumes").asBoolean(true))
                .isFalse();
        assertThat(bed.labelled("com.docker.compose.project=" + bed.project())).hasSize(2);
    }

    @Test
    public void keepsAnonymousVolumesWithTheOthers() throws IOException {
        bed.write("compose.override.yaml", "services: {web: {volumes: ['/anonymous']}}");
        bed.up();
        String volume = bed.docker(
                "inspect",
                "--format",
                "{{range .Mounts}}{{if eq .Destination \"/anonymous\"}}{{.Name}}{{end}}{{end}}",
                bed.container("web"));
        bed.down("--keep-volumes");

        assertThat(volume).isNotBlank();
        assertThat(bed.docker("volume", "ls", "--quiet").lines()).contains(volume);
        bed.docker("volume", "rm", volume);
    }

    @Test
    public void keepsTheLogsOfAllContainersWithoutTheSecrets() throws IOException {
        JsonNode up = bed.up();
        String oneOff = bed.compose(up, "run", "--detach", "-T", "web", "echo", "a test of " + StackBed.SECRET);
        bed.docker("wait", oneOff.lines().reduce((first, last) -> last).orElseThrow());

        JsonNode down = bed.down("--logs", "kept/logs");

        List<String> names = texts(down.path("logs"));
        assertThat(names).hasSize(2).contains("web-1.log").anyMatch(name -> name.matches("web-run-[0-9a-f]{8}\\.log"));
        Path logs = bed.workspace().resolve("kept/logs");
        assertThat(logs.resolve("web-1.log"))
                .content()
                .containsPattern("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z to out\n")
                .containsPattern("Z token \\*{4}\n");
        try (var files = Files.list(logs)) {
            assertThat(files).hasSize(2).allSatisfy(file -> assertThat(file)
                    .content()
                    .doesNotContain("hunter22")
                    .contains("****"));
        }
        assertThat(bed.labelled("com.docker.compose.project=" + bed.project())).isEmpty();
    }

    @Test
    public void tearsDownAlsoWhenTheLogsCannotBeWritten() throws IOException {
        bed.up();
        bed.write("kept", "a file");

        CliRun down = bed.run("down", "--logs", "kept/logs");

        assertThat(down.exitCode()).as(down.err()).isZero();
        assertThat(down.err())
                .contains("to 'web-1.log': '" + bed.path("kept/logs/web-1.log") + "' could not be written");
        assertThat(bed.labelled("com.docker.compose.project=" + bed.project())).isEmpty();
        assertThat(bed.workspace().resolve("kept")).hasContent("a file");
    }

    @Test
    public void keepsTheOtherLogsWhenOneCannotBeRead() throws IOException {
        bed.write(
                "compose.override.yaml",
                "services: {db: {image: IMAGE, command: [sleep, '600'], init: true, logging: {driver: none}}}");
        bed.up();

        CliRun down = bed.run("down", "--logs", "kept");

        assertThat(down.exitCode()).as(down.err()).isZero();
        assertThat(texts(Json.tree(down.out(), "the output").path("logs"))).containsExactly("web-1.log");
        assertThat(bed.workspace().resolve("kept/web-1.log")).content().contains("to out");
        assertThat(down.err()).contains("could not write the log of container", "to 'db-1.log'");
    }

    /** A log that may hold a secret which nobody can find in it is not kept. */
    @Test
    public void keepsNoLogWithoutItsSecrets() {
        bed.up();
        bed.withoutVariable("DB_PASSWORD");

        CliRun down = bed.run("down", "--logs", "kept");

        assertThat(bed.workspace().resolve("kept")).doesNotExist();
        assertThat(down.exitCode()).as(down.err()).isZero();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private void own(String project, String build, long since, String live, long liveAt) throws IOException {
        bed.write("release.yaml", """
                application: shop
                compose:
                  project: %s
                  owner: {controller: %s, build: "%s", since: %d}
                  live: [%s]
                  liveAt: %d
                secrets: [{file: token, value: "env:DB_PASSWORD"}]
                """.formatted(project, controller, build, since, live, liveAt));
    }
}
