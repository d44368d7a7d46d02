package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.command.ComposeDialect;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** What a stack's services get, what is said of it, and what is left of it. */
@RunWith(Parameterized.class)
public class StackSecretsIT {
    @Parameters(name = "{0}")
    public static List<ComposeDialect> dialects() {
        return List.of(ComposeDialect.PLUGIN, ComposeDialect.ONE);
    }

    @Rule
    public final StackBed bed;

    private final String controller = TestBed.unique("controller");

    public StackSecretsIT(ComposeDialect dialect) {
        bed = new StackBed("stack-secrets", dialect);
    }

    @Before
    public void setUp() throws IOException {
        bed.write("compose.yaml", """
                services:
                  web:
                    image: IMAGE
                    command: [sh, -c, "echo user $$(cat /run/secrets/db_user) pw $$(cat /run/secrets/token); exec sleep 600"]
                    init: true
                    environment: {API_KEY: "${API_KEY}", MODE: "${MODE}"}
                    secrets: [token, db_user]
                  later: {image: IMAGE, command: [sleep, "600"], init: true, profiles: [later], environment: {KEY: "${API_KEY}"}}
                secrets: {token: {file: ./none}, db_user: {file: ./none}}
                """);
        bed.write("prod.env", "API_KEY='pa$$ \"w0rd\" 42 '\nMODE=production\n");
        bed.write("user", "sa");
        release(bed.project(), "dead", 1000, 0);
    }

    @Test
    public void saysWhichServiceGetsWhatAndWarnsOfWhatOthersSee() {
        CliRun up = bed.run("up");
        assertThat(up.exitCode()).as(up.err()).isZero();
        assertThat(up.err())
                .contains(
                        "secret 'the-token' goes to file token of service 'web' on this machine",
                        "secret 'file:user' goes to file db_user of service 'web' on this machine, not hidden",
                        "secret 'file:prod.env' goes to variable API_KEY of service 'web' on this machine\n",
                        "warning: Secret 'API_KEY' reaches service 'web' in environment")
                .doesNotContain("'later'", "w0rd", "Secret 'MODE'", StackBed.SECRET);
        assertThat(bed.exec("web", "sh", "-c", "printf '[%s %s]' \"$API_KEY\" \"$MODE\""))
                .isEqualTo("[pa$$ \"w0rd\" 42  production]");
        assertThat(bed.exec("web", "cat", "/run/secrets/db_user")).isEqualTo("sa");
        bed.assertThatAnotherComposeRecreatesNothing(
                Json.tree(up.out(), "the output"), Map.of("API_KEY", "pa$$ \"w0rd\" 42 ", "MODE", "production"));
    }

    /** Hiding its user name would leave nothing to read. */
    @Test
    public void keepsLogsThatSayWhatIsOpen() throws IOException {
        bed.up();
        JsonNode down = bed.down("--logs", "kept");
        assertThat(down.path("logs")).hasSize(1);
        try (var logs = Files.list(bed.workspace().resolve("kept"))) {
            assertThat(logs.findFirst().orElseThrow()).content().contains("user sa pw ****");
        }
    }

    /** Its engine was killed before the first container, or somebody else removed them. */
    @Test
    public void removesTheSecretFilesOfADeadBuildThatDockerKnowsNothingOf() throws IOException {
        bed.up();
        Path files = Path.of("/dev/shm/compose-release-alice-" + bed.project());
        bed.docker("rm", "--force", bed.container("web"));
        bed.docker("network", "rm", bed.project() + "_default");
        assertThat(files.resolve("token")).exists();

        release(bed.second(), "next", 3000, 2000);
        CliRun next = bed.run("up");

        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(next.err()).contains("removing secret files in '" + files + "', whose build is over");
        assertThat(files).doesNotExist();
        assertThat(Path.of("/dev/shm/compose-release-alice-" + bed.second() + "/token"))
                .exists();
    }

    private void release(String project, String build, long since, long liveAt) throws IOException {
        bed.write("release.yaml", """
                application: shop
                compose:
                  project: %s
                  owner: {controller: %s, build: %s, since: %d}
                  liveAt: %d
                secrets:
                  - {file: token, value: "env:DB_PASSWORD", credential: the-token}
                  - {file: db_user, value: "file:user", open: true}
                  - {dotenv: true, value: "file:prod.env"}
                """.formatted(project, controller, build, since, liveAt));
    }
}
