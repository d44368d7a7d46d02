package io.jenkins.plugins.composerelease.engine.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.adapter.registry.HttpRegistry;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** The login: where it is, and where it never is. */
public class PublisherLoginIT extends PublisherFixture {
    @Test
    public void leavesNoLoginBehindAndShowsNoPassword() {
        publish(spec(), Optional.empty());

        assertThat(docker.configurations).isNotEmpty().allMatch(entry -> entry.endsWith(" rwx------"));
        assertThat(docker.configurations)
                .allSatisfy(entry -> assertThat(Path.of(entry.split(" ")[0])).doesNotExist());
        String password = bed.registryPassword().reveal();
        assertThat(docker.verbs()).contains("login");
        assertThat(docker.commands).allSatisfy(command -> assertThat(command.argv() + " " + command.environment())
                .doesNotContain(password));
        assertThat(log.lines()).noneMatch(line -> line.contains(password));
    }

    @Test
    public void saysThatThePasswordIsWrong() {
        Secret wrong = Secret.of("not-the-password");
        Publisher publisher = new Publisher(docker, new HttpRegistry(login(wrong)), bed.agentEnvironment(), log);

        assertThatThrownBy(() ->
                        publisher.publish(request(List.of(spec()), workspace.state(), PublishMode.NORMAL), soon()))
                .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("it refused user '" + bed.registryUser() + "' (401")
                .hasMessageNotContaining("not-the-password");
        assertThat(docker.commands).isEmpty();
    }

    @Test
    public void removesTheLoginsDirectoryWhenDockerRefusesIt() {
        assertThatThrownBy(() -> DockerConfig.open(
                        docker, login(Secret.of("not-the-password")), bed.agentEnvironment(), log, soon()))
                .isInstanceOfSatisfying(CommandFailedException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                .hasMessageContaining("log in to registry '" + bed.registry() + "'")
                .hasMessageNotContaining("not-the-password");

        assertThat(docker.configurations).hasSize(1);
        assertThat(Path.of(docker.configurations.iterator().next().split(" ")[0]))
                .doesNotExist();
    }

    @Test
    public void keepsTheUsersConfigurationBesideTheLogin() throws IOException {
        Path own = folder.newFolder("docker").toPath();
        Files.createDirectories(own.resolve("cli-plugins"));
        Files.writeString(
                own.resolve("config.json"),
                "{\"auths\":{\"other.example.com\":{\"auth\":\"b3RoZXI6aHVudGVy\"}},"
                        + "\"proxies\":{\"default\":{\"httpProxy\":\"http://proxy:3128\"}}}");

        try (DockerConfig config = open(Map.of("DOCKER_CONFIG", own.toString()))) {
            Path directory = Path.of(config.variables().get("DOCKER_CONFIG"));
            assertThat(Files.readString(directory.resolve("config.json")))
                    .contains("httpProxy", bed.registry(), "b3RoZXI6aHVudGVy");
            assertThat(directory.resolve("cli-plugins")).isSymbolicLink();
            assertThat(config.variables()).containsEntry("BUILDX_CONFIG", own + "/buildx");
        }
        assertThat(own.resolve("cli-plugins")).isDirectory();
        assertThat(Files.readString(own.resolve("config.json"))).doesNotContain(bed.registry());
    }

    /** A key store of the system is one that Docker takes when a configuration names none, or that the user's names. */
    @Test
    public void leavesNothingInAKeyStore() throws IOException {
        Path programs = folder.newFolder("programs").toPath();
        Path used = folder.getRoot().toPath().resolve("used");
        for (String store : List.of("pass", "secretservice", "mine")) {
            Path helper = programs.resolve("docker-credential-" + store);
            Files.writeString(helper, "#!/bin/sh\necho \"$1\" >> '" + used + "'\ncat > /dev/null\necho '{}'\n");
            Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.copy(programs.resolve("docker-credential-pass"), programs.resolve("pass"));
        Path own = folder.newFolder("docker").toPath();
        String path = programs + ":" + System.getenv("PATH");
        for (String json : List.of("{}", "{\"credsStore\":\"mine\"}")) {
            Files.writeString(own.resolve("config.json"), json);

            try (DockerConfig config = open(Map.of("DOCKER_CONFIG", own.toString(), "PATH", path))) {
                Path file = Path.of(config.variables().get("DOCKER_CONFIG")).resolve("config.json");
                JsonNode logins = new ObjectMapper().readTree(file.toFile()).path("auths");
                assertThat(logins.path(bed.registry()).path("auth").asText()).isNotEmpty();
            }
            if (Files.exists(used)) {
                assertThat(used).content().doesNotContain("store");
            }
        }
    }

    @Test
    public void letsNoVariableComeBeforeTheLogin() throws IOException {
        String wrong = Base64.getEncoder().encodeToString("release:not-the-password".getBytes(UTF_8));
        String variable = "{\"auths\":{\"" + bed.registry() + "\":{\"auth\":\"" + wrong
                + "\"},\"other.example.com\":{\"auth\":\"b3RoZXI6aHVudGVy\"}}}";

        try (DockerConfig config = open(Map.of("DOCKER_AUTH_CONFIG", variable))) {
            assertThat(config.variables()).containsEntry("DOCKER_AUTH_CONFIG", "");
            Path file = Path.of(config.variables().get("DOCKER_CONFIG")).resolve("config.json");
            assertThat(Files.readString(file)).contains("b3RoZXI6aHVudGVy").doesNotContain(wrong);
        }
    }

    private DockerConfig open(Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(bed.agentEnvironment());
        environment.putAll(variables);
        return DockerConfig.open(new LocalRunner(environment), login(bed.registryPassword()), environment, log, soon());
    }
}
