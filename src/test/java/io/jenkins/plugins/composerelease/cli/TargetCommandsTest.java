package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code plan}, {@code deploy}, {@code rollback} and {@code status}: everything but the engine behind them. */
public class TargetCommandsTest {
    private static final String SECRET = "hunter22";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FakeReleases engine = new FakeReleases();
    private Path workspace;

    @Before
    public void fillTheWorkspace() throws IOException {
        workspace = folder.getRoot().toPath();
        Files.writeString(workspace.resolve("compose.yaml"), "services: {}\n");
        configure("");
        PublishedImage image = new PublishedImage(
                "shop/web",
                FakeReleases.IMAGE,
                List.of("abcdef0123"),
                Optional.of("abcdef0123"),
                1000,
                List.of("linux/amd64"),
                false,
                List.of("web"),
                Optional.of("WEB_IMAGE"));
        ReleaseImages.of("shop", "abcdef0123", Optional.of("main"), List.of(image))
                .write(workspace.resolve("release-images.json"));
    }

    private void configure(String more) throws IOException {
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                secrets:
                  - {env: TOKEN, value: "env:TOKEN"}
                targets:
                  production:
                    host: web1.example.com
                    user: deploy
                    directory: /srv/shop
                    files: [compose.yaml]
                %s""".formatted(more.indent(4)));
    }

    private CliRun cli() {
        return CliRun.in(workspace).with(engine).withVariable("TOKEN", SECRET);
    }

    @Test
    public void showsThePlan() {
        CliRun run = cli().execute("plan");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Plan " + engine.plan().id()).contains("web", "create", "the service is new");
        assertThat(engine.calls).containsExactly("connect production", "plan", "close");
        assertThat(engine.request.images())
                .extracting(PublishedImage::reference)
                .containsExactly(FakeReleases.IMAGE);
        assertThat(engine.target.secrets()).hasSize(1);
    }

    @Test
    public void printsOnlyJsonOnStandardOutput() {
        engine.printed = Optional.of("pulling");
        for (String command : List.of("plan", "status")) {
            CliRun run = cli().execute(command, "--json", "--verbose");
            JsonNode json = Json.tree(run.out(), "the output");
            assertThat(json.isObject()).as(run.out()).isTrue();
        }
        JsonNode plan = Json.tree(cli().execute("plan", "--json").out(), "the plan");
        assertThat(plan.path("id").asText()).isEqualTo(engine.plan().id());
        assertThat(plan.path("plan").path("images").path("web").asText()).isEqualTo(FakeReleases.IMAGE.toString());
    }

    @Test
    public void refusesAPlanThatCannotBeCarriedOut() {
        engine.feasible = false;
        CliRun plan = cli().execute("plan");
        assertThat(plan.exitCode()).isEqualTo(4);
        assertThat(plan.out()).contains("1 GiB free", "Free some space");
        CliRun deploy = cli().execute("deploy", "--yes");
        assertThat(deploy.exitCode()).isEqualTo(4);
        assertThat(engine.calls).noneMatch(call -> call.startsWith("deploy"));
    }

    @Test
    public void deploysWithoutAPromptWhenToldYes() {
        CliRun run = cli().execute("deploy", "--yes");
        assertThat(run.exitCode()).isZero();
        assertThat(engine.calls).endsWith("deploy " + engine.plan().id(), "close");
        assertThat(run.out()).isEqualTo("Release 20260102T030405006Z-abcdef0 serves on 'production'.\n");
        assertThat(run.err()).contains("the service is new");
    }

    @Test
    public void asksAtATerminalAndTakesOnlyYesForYes() {
        assertThat(cli().typing("y\n").execute("deploy").exitCode()).isZero();
        assertThat(engine.calls).contains("deploy " + engine.plan().id());
        for (String answer : List.of("\n", "n\n", "yess\n", "")) {
            engine.calls.clear();
            CliRun run = cli().typing(answer).execute("deploy");
            assertThat(run.exitCode()).as("answer '%s'", answer).isEqualTo(4);
            assertThat(run.err()).contains("[y/N]", "Not approved: nothing was changed.");
            assertThat(engine.calls).containsExactly("connect production", "plan", "close");
        }
    }

    @Test
    public void refusesToDeployWhereNobodyCanAnswer() {
        for (String command : List.of("deploy", "rollback")) {
            CliRun run = cli().withInput("y\n").execute(command);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("no terminal", "--yes");
        }
        assertThat(engine.calls).isEmpty();
    }

    @Test
    public void bindsTheApproversAlsoWithYes() throws IOException {
        configure("approvers: [bob, carol]\n");
        CliRun run = cli().execute("deploy", "--yes");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("User 'alice' may not approve", "bob, carol");
        assertThat(engine.calls).isEmpty();
    }

    @Test
    public void bindsTheBranches() throws IOException {
        configure("branches: [\"release/*\"]\n");
        CliRun run = cli().execute("deploy", "--yes", "--branch", "release/1");
        assertThat(run.err()).contains("Branch 'main' may not be released to target 'production'");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(engine.calls).isEmpty();
    }

    @Test
    public void refusesAnotherPlanThanTheApprovedOne() {
        String id = engine.plan().id();
        assertThat(cli().execute("deploy", "--yes", "--plan", id).exitCode()).isZero();
        for (String other : List.of("0123456789ab", id.substring(0, 6), "")) {
            CliRun run = cli().execute("deploy", "--yes", "--plan", other);
            assertThat(run.exitCode()).as("plan '%s'", other).isEqualTo(4);
            assertThat(run.err()).contains("what would change now is plan " + id);
        }
    }

    @Test
    public void tellsHowADeployFailedEverywhereItWasAsked() throws IOException {
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
                List.of("no " + SECRET),
                List.of());
        NotHealthyException cause =
                new NotHealthyException("Service 'web' exited with code 3.", "See its log.", evidence);
        engine.failure = Optional.of(new DeployFailedException(
                ExitCode.ROLLED_BACK,
                Phase.SWITCH,
                FakeReleases.record("20260102T030405006Z-abcdef0"),
                "The release failed in switch with " + SECRET + ".",
                "Look at the log.",
                cause));
        CliRun run = cli().execute("deploy", "--yes", "--report", "r.html", "--result", "r.json");
        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.err()).contains("error: The release failed in switch with ****.", "no ****");
        ResultFile result = ResultFile.read(workspace.resolve("r.json"));
        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.failure().orElseThrow().phase()).isEqualTo("switch");
        assertThat(result.failure().orElseThrow().evidence().orElseThrow().exitCode())
                .contains(3);
        String html = Files.readString(workspace.resolve("r.html"));
        assertThat(html).contains("20260102T030405006Z-abcdef0", "shop-web-1");
        assertThat(run.out() + run.err() + html + Files.readString(workspace.resolve("r.json")))
                .doesNotContain(SECRET);
    }

    @Test
    public void hidesSecretsInOutputAndUnexpectedFailures() {
        engine.printed = Optional.of("the token is " + SECRET);
        engine.failure = Optional.of(new IllegalStateException("lost " + SECRET, new IOException(SECRET)));
        CliRun run = cli().execute("deploy", "--yes", "--verbose");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("the token is ****", "lost ****").contains("\tat ");
        assertThat(run.err()).doesNotContain(SECRET);
    }

    @Test
    public void showsWhatCommandsPrintedOnlyWhenItMatters() {
        engine.printed = Optional.of("layer 1 of 9");
        assertThat(cli().execute("deploy", "--yes").err()).doesNotContain("layer 1");
        assertThat(cli().execute("deploy", "--yes", "-v").err()).contains("fake | layer 1 of 9");
        engine.failure = Optional.of(new IllegalStateException("lost"));
        CliRun failed = cli().execute("deploy", "--yes");
        assertThat(failed.err()).containsSubsequence("fake | layer 1 of 9", "error: ", "--verbose shows where");
        assertThat(failed.err()).doesNotContain("\tat ");
    }

    @Test
    public void rollsBack() {
        CliRun run = cli().execute("rollback", "--yes", "--to", "1234567", "--force", "--by", "build 7");
        assertThat(run.exitCode()).isZero();
        assertThat(engine.calls)
                .containsExactly("connect production", "choose 1234567", "rollback force=true by build 7", "close");
        assertThat(run.err()).contains("Back to release 20260101T030405006Z-1234567");
    }

    @Test
    public void backsUpWithoutTheTargetsSecrets() {
        CliRun run = CliRun.in(workspace).with(engine).execute("backup", "--by", "build 7"); // TOKEN is not set
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Backup 20260102T040000000Z-backup of database 'shop': /srv/shop/");
        assertThat(engine.calls).containsExactly("connect production", "backup by build 7", "close");
        JsonNode json = Json.tree(cli().execute("backup", "--json").out(), "the backup");
        assertThat(json.path("release").asText()).isEqualTo("20260102T030405006Z-abcdef0");
        assertThat(json.path("bytes").asLong()).isEqualTo(4096);
    }

    @Test
    public void listsBackupsWithoutMakingOne() {
        assertThat(cli().execute("backup", "--list").out())
                .contains("DATA OF RELEASE", "20260102T040000000Z-backup", "bob");
        JsonNode json = Json.tree(cli().execute("backup", "--list", "--json").out(), "the list");
        assertThat(json.path(0).path("id").asText()).isEqualTo(FakeReleases.BACKUP.id());
        assertThat(cli().execute("status").out()).contains(FakeReleases.BACKUP.id());
        assertThat(engine.calls).noneMatch(call -> call.startsWith("backup"));
    }

    @Test
    public void restoresWhenToldYes() {
        CliRun run = cli().execute("restore", "--backup", FakeReleases.BACKUP.id(), "--yes");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("The data of backup 20260102T040000000Z-backup is back.\n");
        assertThat(run.err()).contains("data of release 20260102T030405006Z-abcdef0, schema 3", "the services stop");
        assertThat(engine.calls)
                .containsExactly(
                        "connect production", "choose backup 20260102T040000000Z-backup", "restore by alice", "close");
    }

    @Test
    public void restoresNothingWithoutAYes() {
        assertThat(cli().typing("n\n").execute("restore", "--backup", "b").exitCode())
                .isEqualTo(4);
        assertThat(cli().execute("restore", "--backup", "b").err()).contains("no terminal", "--yes");
        refused("'../etc/passwd' is not valid", "restore", "--yes", "--backup", "../etc/passwd");
        refused("'--backup=ID'", "restore", "--yes");
        assertThat(engine.calls).noneMatch(call -> call.startsWith("restore"));
    }

    @Test
    public void releasesWhatTheRequestSaysWasPublished() throws IOException {
        String other = "localhost:5000/shop/web@sha256:" + "fedcba9876543210".repeat(4);
        String request = """
                {"application": "shop",
                 "targets": {"production": {"host": "web1", "user": "deploy", "directory": "/srv/shop",
                   "files": ["compose.yaml"], "branches": ["release/*"]}},
                 "published": {"schemaVersion": 1, "application": "%s", "revision": "1234567", "branch": "release/1",
                   "images": [{"name": "shop/web", "reference": "%s", "tags": [], "revision": "1234567", "size": 1000,
                     "platforms": [], "reused": true, "services": ["web"], "variable": null}]}}
                """;
        for (String command : List.of("plan", "deploy")) {
            CliRun run = cli().withInput(request.formatted("shop", other))
                    .execute(command, "--file", "-", command.equals("deploy") ? "--yes" : "--json");
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(engine.request.revision()).isEqualTo("1234567");
            assertThat(engine.request.images())
                    .extracting(image -> image.reference().toString())
                    .containsExactly(other);
        }
        CliRun wrong = cli().withInput(request.formatted("blog", other)).execute("plan", "--file", "-");
        assertThat(wrong.err()).contains("request:4:", "published: it holds the images of application 'blog'");
        CliRun tag = cli().withInput(request.formatted("shop", "localhost:5000/shop/web:1"))
                .execute("plan", "--file", "-");
        assertThat(tag.err()).contains("published: it is not what publishing writes", "pinned by digest");
        assertThat(List.of(wrong.exitCode(), tag.exitCode())).containsOnly(2);
    }

    @Test
    public void showsTheStatusWithoutTheTargetsSecrets() {
        CliRun run = CliRun.in(workspace).with(engine).execute("status"); // TOKEN is not set
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("release 20260102T030405006Z-abcdef0 serves, locked by alice", "Running: web", "succeeded");
    }

    @Test
    public void refusesBadInputBeforeConnecting() throws IOException {
        refused("There is no target 'prod'", "plan", "--target", "prod");
        refused("none.yaml'. Create it", "plan", "-f", "none.yaml");
        refused("Publish first", "plan", "--images", "none.json");
        refused("duration '5 days'", "plan", "--timeout", "5 days");
        refused("'--tarjet'", "plan", "--tarjet", "x");
        refused("releaser", "plan", "--by", "a\nb");
        Files.writeString(
                workspace.resolve("other.json"),
                "{\"schemaVersion\":1,\"application\":\"x\",\"revision\":\"abcdef0\",\"images\":[]}");
        refused("holds the images of application 'x'", "plan", "--images", "other.json");
        Files.writeString(workspace.resolve("list.json"), "[");
        refused("is not what publishing writes", "plan", "--images", "list.json");
        Files.delete(workspace.resolve("compose.yaml"));
        refused("release.yaml:9:13: targets.production.files[0]: there is no file 'compose.yaml'", "plan");
        assertThat(engine.calls).isEmpty();
    }

    private void refused(String expected, String... args) {
        CliRun run = cli().execute(args);
        assertThat(run.err()).contains(expected);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }
}
