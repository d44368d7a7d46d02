package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.HeldCheck;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CheckCommandTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FakeReleases engine = new FakeReleases();
    private Path workspace;

    @Before
    public void fillTheWorkspace() throws IOException {
        workspace = folder.getRoot().toPath();
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                targets:
                  production: {host: web1, user: deploy, directory: /srv/shop, files: [compose.yaml], identity: "env:KEY"}
                """);
    }

    @Test
    public void saysWhenTheTestMayBeginAndRecordsItsVerdict() {
        engine.onReady = () -> write("passed\n12 tests with hunter22\nand more\n");
        CliRun run = check("--events", "--json", "--by", "build 7");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(engine.calls).containsExactly("connect production", "check e2e by build 7 for PT1H", "close");
        assertThat(run.err()).contains("\u001e{\"type\":\"ready\",\"detail\":\"check 'e2e' of release 2026");
        JsonNode out = Json.tree(run.out(), "the output");
        assertThat(out.path("name").asText()).isEqualTo("e2e");
        assertThat(out.path("passed").asBoolean()).isTrue();
        assertThat(out.path("release").asText()).isEqualTo("20260102T030405006Z-abcdef0");
        assertThat(out.path("detail").asText()).isEqualTo("12 tests with **** and more");
        assertThat(out.path("by").asText()).isEqualTo("build 7");
    }

    /** The command has done its work: whoever wrote the verdict knows that the test failed. */
    @Test
    public void succeedsInRecordingAFailure() {
        engine.onReady = () -> write("failed");
        CliRun run = check("--limit", "5m");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("Check 'e2e' of release 20260102T030405006Z-abcdef0 failed.\n");
        assertThat(engine.calls).contains("check e2e by alice for PT5M");
    }

    @Test
    public void failsWithoutAVerdictAndStillTellsWhatWasRecorded() throws IOException {
        engine.end = HeldCheck.End.LIMIT;
        CliRun late = check("--result", "result.json");
        assertThat(late.exitCode()).isEqualTo(11);
        assertThat(late.err()).contains("Check 'e2e' is recorded as failed: no verdict after 1.0 s.", "--limit");
        JsonNode result = Json.tree(Files.readString(workspace.resolve("result.json")), "the result");
        assertThat(result.path("output").path("passed").asBoolean(true)).isFalse();
        engine.end = HeldCheck.End.STOPPED;
        assertThat(check().exitCode()).isEqualTo(1);
    }

    @Test
    public void refusesBadInputBeforeConnecting() {
        refused("'Missing required option: '--verdict=FILE'".substring(1), "check", "--name", "e2e");
        refused("check 'a b' is not valid", "check", "--name", "a b", "--verdict", "verdict");
        refused("duration 'soon'", "check", "--name", "e2e", "--verdict", "verdict", "--limit", "soon");
        write("passed\n");
        refused("there before the check began", "check", "--name", "e2e", "--verdict", "verdict");
        assertThat(engine.calls).isEmpty();
    }

    private void refused(String expected, String... args) {
        CliRun run = cli().execute(args);
        assertThat(run.err()).contains(expected);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private CliRun check(String... more) {
        String[] args = new String[more.length + 5];
        System.arraycopy(new String[] {"check", "--name", "e2e", "--verdict", "verdict"}, 0, args, 0, 5);
        System.arraycopy(more, 0, args, 5, more.length);
        return cli().execute(args);
    }

    private CliRun cli() {
        return CliRun.in(workspace).with(engine).withVariable("KEY", "hunter22");
    }

    private void write(String text) {
        try {
            Files.writeString(workspace.resolve("verdict"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
