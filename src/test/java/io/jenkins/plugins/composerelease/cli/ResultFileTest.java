package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code --result}: what every command leaves behind, however it ends. */
public class ResultFileTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FakeReleases engine = new FakeReleases();
    private Path workspace;
    private Path file;

    @Before
    public void fillTheWorkspace() throws IOException {
        workspace = folder.getRoot().toPath();
        file = workspace.resolve("result.json");
        Files.writeString(workspace.resolve("compose.yaml"), "services: {}\n");
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                secrets: [{env: TOKEN, value: "env:TOKEN"}]
                targets:
                  production:
                    {host: web1.example.com, user: deploy, directory: /srv/shop, files: [compose.yaml]}
                """);
        ReleaseImages.of("shop", "abcdef0123", Optional.of("main"), List.of())
                .write(workspace.resolve("release-images.json"));
    }

    @Test
    public void holdsWhatACommandPrintsAsJson() throws IOException {
        for (String command : List.of("plan", "status", "tags")) {
            CliRun run = cli().execute(command, "--json", "--result", "result.json");
            JsonNode result = result();
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(result.path("schemaVersion").asInt()).isEqualTo(1);
            assertThat(result.path("command").asText()).isEqualTo(command);
            assertThat(result.path("exitCode").asInt(-1)).isZero();
            assertThat(result.path("output")).isEqualTo(Json.tree(run.out(), "the output"));
            for (String none : List.of("message", "advice", "evidence", "scope", "run", "record", "failure", "issue")) {
                assertThat(result.get(none).isNull()).as(none).isTrue();
            }
        }
    }

    @Test
    public void isForItsOwnerOnlyAndWholeAlsoWhereThereWasOne() throws IOException {
        Files.writeString(file, "old\n".repeat(10_000));
        cli().execute("status", "--result", "result.json"); // without --json, too
        assertThat(result().path("output").path("target").asText()).isEqualTo("production");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder.getRoot().list()).noneMatch(name -> name.contains("part"));
    }

    @Test
    public void tellsHowADeployWentInTheFormThatIssueReads() throws IOException {
        CliRun run = cli().execute("deploy", "--yes", "--json", "--result", "result.json");
        JsonNode result = result();
        assertThat(result.path("output")).isEqualTo(Json.tree(run.out(), "the output"));
        assertThat(result.path("record")).isEqualTo(result.path("output"));
        assertThat(result.path("scope").path("kind").asText()).isEqualTo("TARGET");
        assertThat(result.path("report").path("services").isArray()).isTrue();
        assertThat(ResultFile.read(file).record().orElseThrow().id()).isEqualTo("20260102T030405006Z-abcdef0");
    }

    @Test
    public void tellsWhyItFailed() throws IOException {
        Evidence evidence = new Evidence(
                "web",
                "exited with code 1",
                "shop-web-1",
                "exited",
                "none",
                Optional.of(3),
                false,
                0,
                List.of(),
                List.of("no hunter22"),
                List.of());
        engine.failure = Optional.of(new DeployFailedException(
                ExitCode.ROLLED_BACK,
                Phase.SWITCH,
                FakeReleases.record("20260102T030405006Z-abcdef0"),
                "It failed with hunter22.",
                "Look at the log.",
                new NotHealthyException("Service 'web' exited.", "", evidence)));
        assertThat(cli().execute("deploy", "--yes", "--result", "result.json").exitCode())
                .isEqualTo(6);
        JsonNode result = result();
        assertThat(result.path("exitCode").asInt()).isEqualTo(6);
        assertThat(result.path("message").asText()).isEqualTo("It failed with ****. Look at the log.");
        assertThat(result.path("advice").asText()).isEqualTo("Look at the log.");
        assertThat(result.path("output").isNull()).isTrue();
        assertThat(result.path("evidence").path("logLines").path(0).asText()).isEqualTo("no ****");
    }

    @Test
    public void isThereAfterBadInputAndAfterAFaultOfOurs() throws IOException {
        cli().execute("plan", "--target", "prod", "--result", "result.json");
        assertThat(result().path("exitCode").asInt()).isEqualTo(2);
        assertThat(result().path("message").asText()).contains("There is no target 'prod'");
        engine.failure = Optional.of(new IllegalStateException("lost hunter22"));
        cli().execute("deploy", "--yes", "--result", "result.json");
        assertThat(result().path("exitCode").asInt()).isEqualTo(1);
        assertThat(result().path("message").asText()).contains("unexpected", "lost ****");
        assertThat(result().path("advice").asText()).contains("a fault of compose-release");
    }

    @Test
    public void isThereAfterArgumentsThatAreNone() throws IOException {
        for (String result : List.of("--result=result.json", "--result result.json")) {
            Files.deleteIfExists(file);
            String[] arguments = ("publish --parallel many " + result).split(" ");
            assertThat(cli().execute(arguments).exitCode()).isEqualTo(2);
            assertThat(result().path("command").asText()).isEqualTo("publish");
            assertThat(result().path("exitCode").asInt()).isEqualTo(2);
            assertThat(result().path("message").asText()).contains("'--parallel'", "'many'", "publish --help");
        }
        CliRun run = cli().execute("publish", "--result");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    /** Masking the whole text would make the file unreadable here. */
    @Test
    public void staysJsonWhateverASecretIs() throws IOException {
        for (String secret : List.of("143", "schemaVersion", "1,\"", "null", "deploy", "\" :")) {
            CliRun run = CliRun.in(workspace)
                    .with(engine)
                    .withVariable("TOKEN", secret)
                    .execute("deploy", "--yes", "--json", "--result", "result.json");
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(result().path("schemaVersion").asInt()).isEqualTo(1);
            assertThat(Json.tree(run.out(), "the output").path("id").asText()).startsWith("2026");
        }
    }

    @Test
    public void readsWhatTheFirstVersionWrote() throws IOException {
        Files.writeString(file, """
                {"schemaVersion": 1, "exitCode": 6,
                 "scope": {"kind": "TARGET", "parts": ["shop", "production"]},
                 "run": {"name": "shop #7", "url": null, "branch": "main", "commit": "abcdef0"},
                 "record": null, "failure": null, "issue": null,
                 "report": {"title": "t", "application": "shop", "target": "production", "revision": "abcdef0",
                   "state": "FAILED", "detail": "", "started": "2026-01-02T03:04:05Z", "elapsed": "PT1S", "phases": [],
                   "plan": null, "images": {}, "migrations": [], "evidence": null, "log": [], "issue": null,
                   "requests": null}}
                """);
        ResultFile old = ResultFile.read(file);
        assertThat(old.scope().orElseThrow().title()).isEqualTo("Release of shop to production");
        assertThat(old.command()).isEmpty();
        assertThat(old.report().orElseThrow().services()).isEmpty();
    }

    @Test
    public void onlyWarnsWhenItCannotBeWritten() {
        CliRun run = cli().execute("status", "--result", "none/result.json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("warning: could not write the result", "none/result.json");
    }

    private JsonNode result() throws IOException {
        return Json.tree(Files.readString(file), "the result");
    }

    private CliRun cli() {
        return CliRun.in(workspace)
                .with(engine)
                .withVariable("TOKEN", "hunter22")
                .withVariable("GIT_COMMIT", "abcdef0123");
    }
}
