package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployFixture.failure;
import static io.jenkins.plugins.composerelease.engine.deploy.DeployImages.BAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Target.AtRest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** What releases leave of secrets on a real host, and where. */
public class DeploySecretsIT {
    private static final String TOKEN = "tok-4f\"9a1 c7e";

    @Rule
    public final DeployFixture shop = new DeployFixture();

    @BeforeClass
    public static void build() {
        List.of("1", BAD).forEach(DeployImages::web);
    }

    @Before
    public void writeFiles() {
        shop.file(
                "compose.yaml",
                DeployImages.services("web")
                        + "    secrets: [{source: token, target: /www/token}]\n"
                        + "secrets: {token: {file: ./not-on-the-host}}\n");
        shop.token = Optional.of(TOKEN);
        shop.mask = Masker.of(List.of(Secret.of(TOKEN)))::mask;
    }

    @Test
    public void whatTheApplicationAnsweredIsMaskedInTheJournal() {
        shop.verification = List.of(new EndpointCheck(
                "http://web:8080/token",
                200,
                Optional.of("another"),
                Map.of(),
                EndpointCheck.From.SERVICE,
                1,
                Duration.ZERO));

        ReleaseException failure = failure(() -> shop.deploy("1"));

        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.FAILED.code());
        assertThat(failure).hasMessageContaining("its body begins '" + TOKEN);
        String journal = shop.shell("cat -- \"$1/.compose-release/journal.jsonl\"");
        assertThat(journal).contains("its body begins '****");
        assertThat(shop.shell("grep -rlF -e 'tok-4f' -- \"$1\" || echo none")).isEqualTo("none\n");
    }

    @Test
    public void failedReleaseLeavesOnlyTheSecretsOfWhatRuns() {
        shop.deploy("1");
        String before = secretFiles();
        shop.token = Optional.of("tok-another one");

        ReleaseException failure = failure(() -> shop.deploy(BAD));

        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.ROLLED_BACK.code());
        assertThat(secretFiles()).isEqualTo(before).hasLineCount(1);
        assertThat(shop.in("web", "cat", "/www/token")).isEqualTo(TOKEN);
    }

    @Test
    public void failedFirstReleaseLeavesNone() {
        failure(() -> shop.deploy(BAD));

        assertThat(secretFiles()).isEmpty();
    }

    @Test
    public void serviceThatWasNotSwitchedKeepsTheFileThatItMounts() {
        shop.file(
                "compose.yaml",
                DeployImages.services("side", "web").replace("init: true", "init: true\n    secrets: [token]")
                        + "secrets: {token: {file: ./not-on-the-host}}\n");
        shop.published = List.of("side", "web");
        shop.deploy("1");
        shop.services = List.of("web");
        shop.token = Optional.of("tok-another one");
        shop.deploy("1");

        assertThat(secretFiles()).as("one for each of the two").hasLineCount(2);
        shop.shell("docker restart --time 1 " + shop.containers().get("side"));
        assertThat(shop.in("side", "cat", "/run/secrets/token")).isEqualTo(TOKEN);
        assertThat(shop.in("web", "cat", "/run/secrets/token")).isEqualTo("tok-another one");

        shop.services = List.of();
        shop.deploy("1");
        assertThat(secretFiles()).hasLineCount(1);
    }

    /** A reboot empties the tmpfs and starts the containers that Docker may start. */
    @Test
    public void onDiskTheyAreThereAfterARebootAndInMemoryUntilThen() {
        shop.deploy("1");
        shop.shell("docker stop --time 1 " + shop.containers().get("web") + " && rm -rf $(dirname "
                + secretFiles().strip() + ")");
        assertThat(shop.shell("docker start " + shop.containers().get("web") + " 2>&1 || echo refused"))
                .contains("refused");
        shop.deploy("1");
        assertThat(shop.in("web", "cat", "/www/token")).isEqualTo(TOKEN);
        String inMemory = shop.containers().get("web");

        shop.atRest = AtRest.FILE;
        assertThat(shop.plan("1").changes())
                .extracting(Plan.ServiceChange::action)
                .containsExactly(Plan.Action.RECREATE);
        shop.deploy("1");

        assertThat(shop.containers().get("web")).isNotEqualTo(inMemory);
        assertThat(secretFiles())
                .startsWith(shop.directory + "/.compose-release/secrets/")
                .hasLineCount(1);
        shop.shell("docker restart --time 1 " + shop.containers().get("web"));
        assertThat(shop.in("web", "setpriv", "--reuid", "1000", "--clear-groups", "cat", "/www/token"))
                .as("also where the application is not root")
                .isEqualTo(TOKEN);
    }

    @Test
    public void releasesSayWhichSecretGoesWhereAlsoWhenTheyGoBack() {
        shop.file(
                "compose.yaml",
                DeployImages.services("side", "web")
                        + "    secrets: [token]\n    environment: {KEY: \"${API_KEY}\"}\n"
                        + "secrets: {token: {file: ./not-on-the-host}}\n");
        shop.published = List.of("side", "web");
        shop.apiKey = Optional.of("key 1: $x");
        String token = "progress: secret 'token-2026' goes to file token of service 'web' on target 'production'";
        String key = "progress: secret 'API_KEY' goes to variable API_KEY of service 'web' on target 'production'";

        shop.deploy("1");
        assertThat(shop.log.lines())
                .filteredOn(line -> line.contains("goes to"))
                .containsExactly(token, key);
        shop.deploy("1");
        shop.rollBack(Optional.empty(), false);
        assertThat(shop.log.lines())
                .filteredOn(line -> line.contains("goes to"))
                .hasSize(6)
                .containsOnly(token, key);
    }

    private String secretFiles() {
        return shop.shell(
                "find /dev/shm/compose-release-*/\"$2\" \"$1\"/.compose-release/secrets -type f 2>/dev/null || :");
    }
}
