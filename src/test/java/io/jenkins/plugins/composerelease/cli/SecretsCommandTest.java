package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SecretsCommandTest {
    private static final byte[] BYTES = {'a', 0, (byte) 0xff, '\n'};
    private static final String REQUEST = """
            {"application": "shop", %s "secrets": [
              {"file": "db_password", "value": "base64:COMPOSE_RELEASE_SECRET_1", "credential": "db"},
              {"env": "TOKEN", "value": "base64:COMPOSE_RELEASE_SECRET_2"}]}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path tmpfs;

    @Before
    public void setUp() throws IOException {
        tmpfs = folder.newFolder("shm").toPath();
    }

    @Test
    public void writesTheFilesOfTheRequestAndRemovesThem() throws IOException {
        CliRun write = cli().execute("secrets", "write", "--name", "run-7", "--file", "-", "--json");
        assertThat(write.exitCode()).as(write.err()).isZero();
        JsonNode files = Json.tree(write.out(), "the output").path("files");
        assertThat(files).hasSize(1);
        Path file = Path.of(files.path("db_password").asText());
        assertThat(file).startsWith(tmpfs).hasBinaryContent(BYTES);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent().toFile().list()).containsExactlyInAnyOrder("db_password", ".compose-lock");
        assertThat(cli().execute("secrets", "remove", "--name", "run-8").exitCode())
                .isZero();
        assertThat(file).exists();
        for (int i = 0; i < 2; i++) {
            assertThat(cli().execute("secrets", "remove", "--name", "run-7").exitCode())
                    .isZero();
            assertThat(tmpfs).isEmptyDirectory();
        }
    }

    /** A set of secrets named as a stack is not that stack's. */
    @Test
    public void leavesTheSecretsOfAStackAlone() throws IOException {
        Path stack = Files.createDirectory(tmpfs.resolve("compose-release-alice-shop"));
        cli().execute("secrets", "remove", "--name", "shop");
        assertThat(stack).exists();
    }

    @Test
    public void refusesBadInput() {
        refused("set of secrets '../x' is not valid", "secrets", "remove", "--name", "../x");
        refused("--name", "secrets", "write");
        refused("'show'", "secrets", "show", "--name", "x");
        assertThat(tmpfs).isEmptyDirectory();
    }

    private void refused(String expected, String... args) {
        CliRun run = cli().execute(args);
        assertThat(run.err()).contains(expected);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    /** Its agent was lost, or it was killed: nothing else ever removes them. */
    @Test
    public void removesTheFilesOfBuildsThatAreOver() throws IOException {
        write("dead", "\"build\": \"1\", \"since\": 1000", "", 0);
        write("another", "\"build\": \"2\", \"since\": 1000", "\"1\"", 2000);
        assertThat(tmpfs.toFile().list()).hasSize(2);
        CliRun next = write("next", "\"build\": \"3\", \"since\": 3000", "\"2\", \"3\"", 4000);
        assertThat(tmpfs.toFile().list())
                .containsExactlyInAnyOrder(
                        "compose-release-alice-secrets.another", "compose-release-alice-secrets.next");
        assertThat(next.err()).contains("removing secret files in", "secrets.dead', whose build is over");
    }

    private CliRun write(String name, String build, String live, long liveAt) {
        CliRun run = cli("\"owner\": {\"controller\": \"c\", " + build + "}, \"live\": [" + live + "], \"liveAt\": "
                        + liveAt + ",")
                .execute("secrets", "write", "--name", name, "--file", "-", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private CliRun cli() {
        return cli("");
    }

    private CliRun cli(String owner) {
        return CliRun.in(folder.getRoot().toPath())
                .with(new Parts() {
                    @Override
                    SecretSets secretSets(String user) {
                        return new SecretSets(tmpfs, user);
                    }
                })
                .withInput(REQUEST.formatted(owner))
                .withVariable("COMPOSE_RELEASE_SECRET_1", Base64.getEncoder().encodeToString(BYTES))
                .withVariable("COMPOSE_RELEASE_SECRET_2", "aHVudGVyMjI=");
    }
}
