package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code connect} against a real host: what is well there, and each thing that is not. */
public class ConnectCommandIT {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final TestBed.HostData data = TestBed.get().host("web1");

    @Test
    public void findsAHostThatCanTakeReleases() throws IOException {
        CliRun run = connect(data.port(), data.user(), data.publicKey(), data.directory() + "/connectit-none");
        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
        JsonNode result = Json.tree(run.out(), "the output");
        assertThat(result.path("ok").asBoolean()).isTrue();
        assertThat(result.path("checks"))
                .allSatisfy(check -> assertThat(check.path("ok").asBoolean()).isTrue())
                .extracting(check -> check.path("name").asText())
                .contains("ssh", "host key", "docker", "compose", "directory", "disk")
                .doesNotHaveDuplicates();
    }

    @Test
    public void namesWhatIsInTheWayAndWhatToDo() throws IOException {
        String other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFz6vCyYWJYB8TL8DbfjMk9KSZVdP5KXJ9zrSeJ1l6xJ";
        String home = data.directory();
        failed("host key", connect(data.port(), data.user(), other, home));
        failed("ssh", connect(data.port(), "nobody-here", data.publicKey(), home));
        failed("ssh", connect(1, data.user(), data.publicKey(), home));
        failed("disk", connect(data.port(), data.user(), data.publicKey(), "/proc/none"));
    }

    private static void failed(String name, CliRun run) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        JsonNode result = Json.tree(run.out(), "the output");
        assertThat(result.path("ok").asBoolean(true)).isFalse();
        List<JsonNode> failed = new ArrayList<>();
        result.path("checks").forEach(check -> {
            if (!check.path("ok").asBoolean()) {
                failed.add(check);
            }
        });
        assertThat(failed).extracting(check -> check.path("name").asText()).containsExactly(name);
        assertThat(failed.get(0).path("remedy").asText()).isNotEmpty();
        assertThat(failed.get(0).path("detail").asText())
                .isNotEmpty()
                .doesNotContain(failed.get(0).path("remedy").asText());
        assertThat(run.err()).contains("Failed: " + name);
    }

    private CliRun connect(int port, String user, String hostKey, String directory) throws IOException {
        Path workspace = folder.getRoot().toPath();
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                targets:
                  production: {host: %s, port: %d, user: %s, hostKey: %s, identity: "file:%s", directory: %s,
                    files: [compose.yaml]}
                """.formatted(
                        data.address(), port, user, hostKey, data.keyFile(), directory));
        return CliRun.in(workspace).execute("connect", "--json");
    }
}
