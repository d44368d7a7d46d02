package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.cli.config.ComposeSettings;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FoundFilesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private Path workspace;

    @Before
    public void setUp() throws IOException {
        workspace = folder.newFolder("above", "workspace").toPath();
    }

    @Test
    public void takesTheNamedFilesBeforeTheVariable() throws IOException {
        touch("a.yaml", "b/c.yaml");
        environment.put("COMPOSE_FILE", "b/c.yaml");

        FoundFiles found = found(List.of("a.yaml", "b/c.yaml"), List.of("x"), List.of());

        assertThat(found.files()).containsExactly(path("a.yaml"), path("b/c.yaml"));
        assertThat(found.directory()).isEqualTo(workspace);
        assertThat(found.profiles()).containsExactly("x");
    }

    @Test
    public void takesAVariableOfSeparatorsAloneForNotSet() throws IOException {
        touch("compose.yaml");
        environment.put("COMPOSE_FILE", ": :");
        assertThat(found().files()).containsExactly(path("compose.yaml"));
        assertThat(found().directory()).isEqualTo(workspace);
    }

    @Test
    public void takesTheVariableBeforeTheEnvFileAndThatBeforeTheUsualName() throws IOException {
        touch("compose.yaml", "a/b.yaml", "c.yaml", "d.yaml");
        write(
                ".env",
                "# ours\nHERE=d\nCOMPOSE_PATH_SEPARATOR='|'\nCOMPOSE_FILE=c.yaml|\"${HERE}.yaml\"\nCOMPOSE_FILE=c.yaml|${HERE}.yaml # both\n"
                        + "export COMPOSE_PROFILES=one, two\n");

        FoundFiles ofEnvFile = found();
        assertThat(ofEnvFile.files()).containsExactly(path("c.yaml"), path("d.yaml"));
        assertThat(ofEnvFile.profiles()).containsExactly("one", "two");

        environment.putAll(Map.of("COMPOSE_FILE", "a/b.yaml|c.yaml", "COMPOSE_PROFILES", "three"));
        FoundFiles ofEnvironment = found();
        assertThat(ofEnvironment.files()).containsExactly(path("a/b.yaml"), path("c.yaml"));
        assertThat(ofEnvironment.directory()).isEqualTo(workspace.resolve("a"));
        assertThat(ofEnvironment.envFiles()).isEmpty();
        assertThat(ofEnvironment.profiles()).containsExactly("three");

        environment.clear();
        environment.put("COMPOSE_DISABLE_ENV_FILE", "true");
        assertThat(found().files()).containsExactly(path("compose.yaml"));
    }

    @Test
    public void readsTheEnvFileThatNamesFilesElsewhereAfterTheOneBesideThem() throws IOException {
        touch("a/b.yaml", "a/.env");
        write(".env", "COMPOSE_FILE=a/b.yaml");
        assertThat(found().envFiles()).containsExactly(path("a/.env"), path(".env"));
        environment.put("COMPOSE_FILE", "");
        assertThat(found().envFiles()).as("empty is not set").hasSize(2);
    }

    @Test
    public void takesNamedEnvFilesInsteadOfTheUsualOne() throws IOException {
        touch("compose.yaml", "c.yaml", "d.yaml");
        write(".env", "COMPOSE_FILE=c.yaml");
        write("ci.env", "COMPOSE_FILE=d.yaml");

        assertThat(found(List.of(), List.of(), List.of("ci.env")).files()).containsExactly(path("d.yaml"));
        environment.put("COMPOSE_ENV_FILES", "ci.env");
        assertThat(found().files()).containsExactly(path("d.yaml"));
    }

    @Test
    public void looksForTheUsualNamesInComposesOrderAndAbove() throws IOException {
        touch("../docker-compose.yaml", "../docker-compose.yml", "../compose.override.yaml");

        FoundFiles found = found();

        Path above = workspace.getParent();
        assertThat(found.files())
                .containsExactly(
                        above.resolve("docker-compose.yml").toString(),
                        above.resolve("compose.override.yaml").toString());
        assertThat(found.directory()).isEqualTo(above);
        assertThat(warnings)
                .containsExactly(
                        "'" + above + "' has docker-compose.yml, docker-compose.yaml: using docker-compose.yml");

        touch("compose.yml");
        assertThat(found().files()).containsExactly(path("compose.yml"));
    }

    @Test
    public void saysWhatIsMissing() throws IOException {
        assertThatThrownBy(this::found)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("There is no compose file in '" + workspace + "' or above it, looked for compose.yaml,"
                        + " compose.yml, docker-compose.yml, docker-compose.yaml. Create one, or name it in 'files'.");
        touch("compose.yaml");
        environment.put("COMPOSE_FILE", "compose.yaml:none.yaml");
        assertThatThrownBy(this::found)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("There is no file '" + path("none.yaml") + "', which COMPOSE_FILE names.");
        environment.put("COMPOSE_FILE", "-");
        assertThatThrownBy(this::found).isInstanceOf(InvalidInputException.class);
        environment.put("COMPOSE_FILE", " ");
        assertThat(found().files()).containsExactly(path("compose.yaml"));
    }

    private FoundFiles found() {
        return found(List.of(), List.of(), List.of());
    }

    private FoundFiles found(List<String> files, List<String> profiles, List<String> envFiles) {
        ComposeSettings settings = new ComposeSettings(
                files,
                "shop",
                List.of(),
                profiles,
                envFiles,
                Map.of(),
                Duration.ofMinutes(1),
                Readiness.of(Map.of()),
                List.of(),
                false,
                Optional.empty());
        return FoundFiles.of(
                settings, workspace, new ComposeVariables(settings, workspace, environment), warnings::add);
    }

    private String path(String relative) {
        return workspace.resolve(relative).toString();
    }

    private void touch(String... files) throws IOException {
        for (String file : files) {
            write(file, "");
        }
    }

    private void write(String file, String content) throws IOException {
        Path path = workspace.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
