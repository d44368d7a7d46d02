package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Guards;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;

/** {@code plan}, {@code deploy}, {@code rollback} and {@code status}: everything but the engine behind them. */
public class TargetCommandsTest {
    @Rule
    public final ReleaseWorkspace workspace = new ReleaseWorkspace();

    private final FakeReleases engine = workspace.engine();

    @Test
    public void showsThePlan() {
        CliRun run = workspace.cli().execute("plan");
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
            CliRun run = workspace.cli().execute(command, "--json", "--verbose");
            JsonNode json = Json.tree(run.out(), "the output");
            assertThat(json.isObject()).as(run.out()).isTrue();
        }
        JsonNode plan = Json.tree(workspace.cli().execute("plan", "--json").out(), "the plan");
        assertThat(plan.path("id").asText()).isEqualTo(engine.plan().id());
        assertThat(plan.path("plan").path("images").path("web").asText()).isEqualTo(FakeReleases.IMAGE.toString());
    }

    @Test
    public void refusesAPlanThatCannotBeCarriedOut() {
        engine.feasible = false;
        CliRun plan = workspace.cli().execute("plan");
        assertThat(plan.exitCode()).isEqualTo(4);
        assertThat(plan.out()).contains("1 GiB free", "Free some space");
        CliRun deploy = workspace.cli().execute("deploy", "--yes");
        assertThat(deploy.exitCode()).isEqualTo(4);
        assertThat(engine.calls).noneMatch(call -> call.startsWith("deploy"));
    }

    @Test
    public void deploysWithoutAPromptWhenToldYes() {
        CliRun run = workspace.cli().execute("deploy", "--yes");
        assertThat(run.exitCode()).isZero();
        assertThat(engine.calls).endsWith("deploy " + engine.plan().id(), "close");
        assertThat(run.out()).isEqualTo("Release 20260102T030405006Z-abcdef0 serves on 'production'.\n");
        assertThat(run.err()).contains("the service is new");
    }

    @Test
    public void deploysToSeveralTargetsInTheirOrderEachWithItsOwnAnswer() throws IOException {
        twoTargets();
        CliRun run =
                workspace.cli().typing("y\ny\n").execute("deploy", "--target", "staging", "--target", "production");
        assertThat(run.exitCode()).as(run.err()).isZero();
        String deploy = "deploy " + engine.plan().id();
        assertThat(engine.calls)
                .containsExactly(
                        "connect staging", "plan", deploy, "close", "connect production", "plan", deploy, "close");
        assertThat(engine.request.target().guards().requires())
                .contains(new Guards.Required("staging", Optional.empty()));
        assertThat(engine.request.required().orElseThrow().get().target()).isEqualTo("staging");
        assertThat(engine.calls).endsWith("connect staging", "status", "close");
    }

    @Test
    public void stopsAtTheFirstTargetThatFailsOrIsNotApproved() throws IOException {
        twoTargets();
        CliRun declined =
                workspace.cli().typing("y\nn\n").execute("deploy", "--target", "staging", "--target", "production");
        assertThat(declined.exitCode()).isEqualTo(4);
        assertThat(engine.calls).filteredOn(call -> call.startsWith("deploy")).hasSize(1);
        engine.calls.clear();
        engine.failure = Optional.of(new ReleaseException(ExitCode.ROLLED_BACK, "It failed.", ""));
        CliRun failed = workspace.cli().execute("deploy", "--yes", "--target", "staging", "--target", "production");
        assertThat(failed.exitCode()).isEqualTo(6);
        assertThat(engine.calls).doesNotContain("connect production");
    }

    @Test
    public void nextTargetDoesNotBeginAfterAStopWasAskedFor() throws IOException {
        twoTargets();
        engine.during = log -> {
            log.phaseStarted(Phase.SWITCH, "");
            assertThat(engine.stop().ask()).isTrue();
        };
        CliRun run = workspace.cli().execute("deploy", "--yes", "--target", "staging", "--target", "production");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("nothing was released to 'production'");
        assertThat(engine.calls).filteredOn(call -> call.startsWith("deploy")).hasSize(1);
        assertThat(engine.calls).doesNotContain("connect production");
    }

    @Test
    public void onePlanIsNotForSeveralTargets() throws IOException {
        twoTargets();
        workspace.refused(
                "--plan names one plan",
                "deploy",
                "--yes",
                "--target",
                "staging",
                "--target",
                "production",
                "--plan",
                "0123456789ab");
        workspace.refused("A target is named twice", "deploy", "--yes", "--target", "staging", "--target", "staging");
        workspace.refused("expected one", "plan", "--target", "staging", "--target", "production");
    }

    @Test
    public void requiredTargetMustBeConfigured() throws IOException {
        workspace.configure("requires: {target: stagging}\n");
        workspace.refused("There is no target 'stagging'", "plan");
    }

    private void twoTargets() throws IOException {
        workspace.configure("");
        Files.writeString(
                workspace.file("release.yaml"),
                "  staging:\n    host: web2\n    user: deploy\n    directory: /srv/shop\n    files: [compose.yaml]\n",
                StandardOpenOption.APPEND);
    }

    @Test
    public void asksAtATerminalAndTakesOnlyYesForYes() {
        assertThat(workspace.cli().typing("y\n").execute("deploy").exitCode()).isZero();
        assertThat(engine.calls).contains("deploy " + engine.plan().id());
        for (String answer : List.of("\n", "n\n", "yess\n", "")) {
            engine.calls.clear();
            CliRun run = workspace.cli().typing(answer).execute("deploy");
            assertThat(run.exitCode()).as("answer '%s'", answer).isEqualTo(4);
            assertThat(run.err()).contains("[y/N]", "Not approved: nothing was changed.");
            assertThat(engine.calls).containsExactly("connect production", "plan", "close");
        }
    }

    @Test
    public void refusesToDeployWhereNobodyCanAnswer() {
        for (String command : List.of("deploy", "rollback")) {
            CliRun run = workspace.cli().withInput("y\n").execute(command);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("no terminal", "--yes");
        }
        assertThat(engine.calls).isEmpty();
    }

    @Test
    public void bindsTheApproversAlsoWithYes() throws IOException {
        workspace.configure("approvers: [bob, carol]\n");
        CliRun run = workspace.cli().execute("deploy", "--yes");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("User 'alice' may not approve", "bob, carol");
        assertThat(engine.calls).isEmpty();
    }

    @Test
    public void bindsTheBranches() throws IOException {
        workspace.configure("branches: [\"release/*\"]\n");
        CliRun run = workspace.cli().execute("deploy", "--yes", "--branch", "release/1");
        assertThat(run.err()).contains("Branch 'main' may not be released to target 'production'");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(engine.calls).isEmpty();
    }

    @Test
    public void refusesAnotherPlanThanTheApprovedOne() {
        String id = engine.plan().id();
        assertThat(workspace.cli().execute("deploy", "--yes", "--plan", id).exitCode())
                .isZero();
        for (String other : List.of("0123456789ab", id.substring(0, 6), "")) {
            CliRun run = workspace.cli().execute("deploy", "--yes", "--plan", other);
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
                List.of("no " + ReleaseWorkspace.SECRET),
                List.of());
        NotHealthyException cause =
                new NotHealthyException("Service 'web' exited with code 3.", "See its log.", evidence);
        engine.failure = Optional.of(new DeployFailedException(
                ExitCode.ROLLED_BACK,
                Phase.SWITCH,
                FakeReleases.record("20260102T030405006Z-abcdef0"),
                "The release failed in switch with " + ReleaseWorkspace.SECRET + ".",
                "Look at the log.",
                cause));
        CliRun run = workspace.cli().execute("deploy", "--yes", "--report", "r.html", "--result", "r.json");
        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.err()).contains("error: The release failed in switch with ****.", "no ****");
        ResultFile result = ResultFile.read(workspace.file("r.json"));
        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.failure().orElseThrow().phase()).isEqualTo("switch");
        assertThat(result.failure().orElseThrow().evidence().orElseThrow().exitCode())
                .contains(3);
        String html = Files.readString(workspace.file("r.html"));
        assertThat(html).contains("20260102T030405006Z-abcdef0", "shop-web-1");
        assertThat(run.out() + run.err() + html + Files.readString(workspace.file("r.json")))
                .doesNotContain(ReleaseWorkspace.SECRET);
    }

    @Test
    public void hidesSecretsInOutputAndUnexpectedFailures() {
        engine.printed = Optional.of("the token is " + ReleaseWorkspace.SECRET);
        engine.failure = Optional.of(
                new IllegalStateException("lost " + ReleaseWorkspace.SECRET, new IOException(ReleaseWorkspace.SECRET)));
        CliRun run = workspace.cli().execute("deploy", "--yes", "--verbose");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("the token is ****", "lost ****").contains("\tat ");
        assertThat(run.err()).doesNotContain(ReleaseWorkspace.SECRET);
    }

    @Test
    public void showsWhatCommandsPrintedOnlyWhenItMatters() {
        engine.printed = Optional.of("layer 1 of 9");
        assertThat(workspace.cli().execute("deploy", "--yes").err()).doesNotContain("layer 1");
        assertThat(workspace.cli().execute("deploy", "--yes", "-v").err()).contains("fake | layer 1 of 9");
        engine.failure = Optional.of(new IllegalStateException("lost"));
        CliRun failed = workspace.cli().execute("deploy", "--yes");
        assertThat(failed.err()).containsSubsequence("fake | layer 1 of 9", "error: ", "--verbose shows where");
        assertThat(failed.err()).doesNotContain("\tat ");
    }

    @Test
    public void rollsBack() {
        CliRun run = workspace.cli().execute("rollback", "--yes", "--to", "1234567", "--force", "--by", "build 7");
        assertThat(run.exitCode()).isZero();
        assertThat(engine.calls)
                .containsExactly("connect production", "choose 1234567", "rollback force=true by build 7", "close");
        assertThat(run.err()).contains("Back to release 20260101T030405006Z-1234567");
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
            CliRun run = workspace
                    .cli()
                    .withInput(request.formatted("shop", other))
                    .execute(command, "--file", "-", command.equals("deploy") ? "--yes" : "--json");
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(engine.request.revision()).isEqualTo("1234567");
            assertThat(engine.request.images())
                    .extracting(image -> image.reference().toString())
                    .containsExactly(other);
        }
        CliRun wrong =
                workspace.cli().withInput(request.formatted("blog", other)).execute("plan", "--file", "-");
        assertThat(wrong.err()).contains("request:4:", "published: it holds the images of application 'blog'");
        CliRun tag = workspace
                .cli()
                .withInput(request.formatted("shop", "localhost:5000/shop/web:1"))
                .execute("plan", "--file", "-");
        assertThat(tag.err()).contains("published: it is not what publishing writes", "pinned by digest");
        assertThat(List.of(wrong.exitCode(), tag.exitCode())).containsOnly(2);
    }

    @Test
    public void showsTheStatusWithoutTheTargetsSecrets() {
        CliRun run = workspace.cliWithoutSecrets().execute("status"); // TOKEN is not set
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("release 20260102T030405006Z-abcdef0 serves, locked by alice", "Running: web", "succeeded");
    }

    @Test
    public void refusesBadInputBeforeConnecting() throws IOException {
        workspace.refused("There is no target 'prod'", "plan", "--target", "prod");
        workspace.refused("none.yaml'. Create it", "plan", "-f", "none.yaml");
        workspace.refused("Publish first", "plan", "--images", "none.json");
        workspace.refused("duration '5 days'", "plan", "--timeout", "5 days");
        workspace.refused("'--tarjet'", "plan", "--tarjet", "x");
        workspace.refused("releaser", "plan", "--by", "a\nb");
        Files.writeString(
                workspace.file("other.json"),
                "{\"schemaVersion\":1,\"application\":\"x\",\"revision\":\"abcdef0\",\"images\":[]}");
        workspace.refused("holds the images of application 'x'", "plan", "--images", "other.json");
        Files.writeString(workspace.file("list.json"), "[");
        workspace.refused("is not what publishing writes", "plan", "--images", "list.json");
        Files.delete(workspace.file("compose.yaml"));
        workspace.refused("release.yaml:9:13: targets.production.files[0]: there is no file 'compose.yaml'", "plan");
        assertThat(engine.calls).isEmpty();
    }
}
