package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import org.junit.Rule;
import org.junit.Test;

/** {@code backup} and {@code restore}: everything but the engine behind them. */
public class BackupCommandsTest {
    @Rule
    public final ReleaseWorkspace workspace = new ReleaseWorkspace();

    private final FakeReleases engine = workspace.engine();

    @Test
    public void backsUpWithoutTheTargetsSecrets() {
        CliRun run = workspace.cliWithoutSecrets().execute("backup", "--by", "build 7"); // TOKEN is not set
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Backup 20260102T040000000Z-backup of database 'shop': /srv/shop/");
        assertThat(engine.calls).containsExactly("connect production", "backup by build 7", "close");
        JsonNode json = Json.tree(workspace.cli().execute("backup", "--json").out(), "the backup");
        assertThat(json.path("release").asText()).isEqualTo("20260102T030405006Z-abcdef0");
        assertThat(json.path("bytes").asLong()).isEqualTo(4096);
    }

    @Test
    public void listsBackupsWithoutMakingOne() {
        assertThat(workspace.cli().execute("backup", "--list").out())
                .contains("DATA OF RELEASE", "20260102T040000000Z-backup", "bob");
        JsonNode json =
                Json.tree(workspace.cli().execute("backup", "--list", "--json").out(), "the list");
        assertThat(json.path(0).path("id").asText()).isEqualTo(FakeReleases.BACKUP.id());
        assertThat(workspace.cli().execute("status").out()).contains(FakeReleases.BACKUP.id());
        assertThat(engine.calls).noneMatch(call -> call.startsWith("backup"));
    }

    @Test
    public void restoresWhenToldYes() {
        CliRun run = workspace.cli().execute("restore", "--backup", FakeReleases.BACKUP.id(), "--yes");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("The data of backup 20260102T040000000Z-backup is back.\n");
        assertThat(run.err()).contains("data of release 20260102T030405006Z-abcdef0, schema 3", "the services stop");
        assertThat(engine.calls)
                .containsExactly(
                        "connect production", "choose backup 20260102T040000000Z-backup", "restore by alice", "close");
    }

    @Test
    public void restoresNothingWithoutAYes() {
        assertThat(workspace
                        .cli()
                        .typing("n\n")
                        .execute("restore", "--backup", "b")
                        .exitCode())
                .isEqualTo(4);
        assertThat(workspace.cli().execute("restore", "--backup", "b").err()).contains("no terminal", "--yes");
        workspace.refused("'../etc/passwd' is not valid", "restore", "--yes", "--backup", "../etc/passwd");
        workspace.refused("'--backup=ID'", "restore", "--yes");
        assertThat(engine.calls).noneMatch(call -> call.startsWith("restore"));
    }
}
