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
            {"application": "shop", "secrets": [
              {"file": "db_password", "value": "base64:COMPOSE_RELEASE_SECRET_1"},
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
        assertThat(file.getParent().toFile().list()).containsExactly("db_password");
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

    private CliRun cli() {
        return CliRun.in(folder.getRoot().toPath())
                .with(new Parts() {
                    @Override
                    SecretFiles secretFiles(String user, String project) {
                        return new SecretFiles(tmpfs, user, project);
                    }
                })
                .withInput(REQUEST)
                .withVariable("COMPOSE_RELEASE_SECRET_1", Base64.getEncoder().encodeToString(BYTES))
                .withVariable("COMPOSE_RELEASE_SECRET_2", "aHVudGVyMjI=");
    }
}
