package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.command.ComposeDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Which files a stack is started from, and that another Compose finds it as it is. */
@RunWith(Parameterized.class)
public class StackFilesIT {
    @Parameters(name = "{0}")
    public static List<ComposeDialect> dialects() {
        return List.of(ComposeDialect.PLUGIN, ComposeDialect.ONE);
    }

    @Rule
    public final StackBed bed;

    public StackFilesIT(ComposeDialect dialect) {
        bed = new StackBed("compose-files", dialect);
    }

    @Test
    public void startsTheFilesThatTheEnvFileNamesWithItsProfiles() throws IOException {
        bed.write("deploy/base.yaml", """
                services:
                  web: {image: IMAGE, command: [sleep, "600"], init: true, env_file: [web.env], volumes: ["./data:/data"]}
                  tool: {image: IMAGE, command: [sleep, "600"], init: true, profiles: [tools]}
                  other: {image: IMAGE, command: [sleep, "600"], profiles: [others]}
                """);
        bed.write("deploy/more.yaml", "services: {web: {environment: {FROM: '${WHO}'}}}");
        bed.write("deploy/web.env", "IN_FILE=yes\n");
        bed.write("deploy/data/here", "");
        bed.write("compose.yaml", "services: {wrong: {image: none}}");
        bed.write(".env", "WHO=outer\nCOMPOSE_FILE=deploy/base.yaml:deploy/more.yaml\nCOMPOSE_PROFILES=tools\n");
        bed.release("");

        JsonNode up = bed.up();

        assertThat(up.path("files")).as("the .env is not beside them").hasSize(1);
        assertThat(bed.services()).containsExactlyInAnyOrder("web", "tool");
        assertThat(bed.exec("web", "sh", "-c", "echo $IN_FILE $FROM; ls /data")).contains("yes outer", "here");
        assertThat(bed.composeAlone("config")).as("what Compose reads itself").contains("FROM: outer", "deploy/data");
        bed.assertThatAnotherComposeRecreatesNothing(up);
    }

    @Test
    public void startsTheUsualFileOfTheDirectoryAboveWithItsOverride() throws IOException {
        bed.write("../docker-compose.yml", "services: {web: {image: IMAGE, command: [sleep, '600'], init: true}}");
        bed.write("../docker-compose.override.yml", "services: {web: {environment: {A: b}}}");
        bed.release("");

        JsonNode up = bed.up();

        assertThat(up.path("files")).hasSize(2);
        assertThat(bed.exec("web", "sh", "-c", "echo $A")).isEqualTo("b");
        bed.assertThatAnotherComposeRecreatesNothing(up);
    }

    /** Named files start in the workspace wherever they are, which no variable can tell another Compose. */
    @Test
    public void startsNamedFilesOfAnotherDirectoryFromTheWorkspace() throws IOException {
        bed.write("deploy/compose.yaml", """
                services:
                  web: {image: IMAGE, command: [sleep, "600"], init: true, volumes: ["./data:/data"], environment: {A: "${A} $$B"}}
                  tool: {image: IMAGE, command: [echo, hello], profiles: [tools]}
                """);
        bed.write("data/here", "");
        bed.write("ci.env", "A=of the file\n");
        bed.release("files: [deploy/compose.yaml], envFiles: [ci.env]");

        JsonNode up = bed.up();

        assertThat(bed.exec("web", "sh", "-c", "echo $A; ls /data")).isEqualTo("of the file $B\nhere");
        assertThat(up.path("envFiles")).isEmpty();
        bed.assertThatAnotherComposeRecreatesNothing(up);
        assertThat(bed.compose(up, "run", "--rm", "-T", "tool")).contains("hello");
    }

    @Test
    public void startsTwoStacksWithTheSameFixedPortSideBySide() throws IOException {
        String port = bed.freePort();
        bed.write("compose.yaml", """
                services:
                  web:
                    image: IMAGE
                    command: [busybox, httpd, -f, -p, "8000"]
                    stop_grace_period: 0s
                    ports: ["127.0.0.1:%s:8000", "127.0.0.1:%s:8000"]
                    volumes: [data:/data]
                    environment: {PASSWORD: "${PASSWORD}", A: "1$$2"}
                    secrets: [token]
                secrets: {token: {file: ./none}}
                volumes: {data: {}}
                """.formatted(port, bed.freePort()));
        bed.write("release.yaml", """
                application: shop
                compose: {freePorts: true, project: %s}
                secrets: [{file: token, value: "env:DB_PASSWORD"}, {env: PASSWORD, value: "env:DB_PASSWORD"}]
                """.formatted(bed.project()));

        JsonNode first = bed.up();
        JsonNode second = bed.up("--project", bed.second());

        int one = port(first);
        assertThat(List.of(one, port(second)))
                .doesNotContain(Integer.parseInt(port))
                .doesNotHaveDuplicates();
        assertThat(first.path("services")
                        .path(0)
                        .path("ports")
                        .path(0)
                        .path("address")
                        .asText())
                .isEqualTo("127.0.0.1");
        Path file = Path.of(first.path("files").path(0).asText());
        assertThat(first.path("files")).hasSize(1);
        assertThat(file).startsWith(Path.of("/dev/shm"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(bed.exec("web", "sh", "-c", "echo $A $PASSWORD; cat /run/secrets/token"))
                .isEqualTo("1$2 " + StackBed.SECRET + "\n" + StackBed.SECRET);
        bed.assertThatAnotherComposeRecreatesNothing(first, Map.of("PASSWORD", StackBed.SECRET));
        assertThat(bed.compose(first, "--project-name", "another", "config"))
                .doesNotContain(bed.project() + "_data", bed.project() + "_default");
        bed.down();
        assertThat(file.getParent()).doesNotExist();
    }

    private static int port(JsonNode up) {
        return up.path("services")
                .path(0)
                .path("ports")
                .path(0)
                .path("hostPort")
                .asInt();
    }
}
