package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployFixture.failure;
import static io.jenkins.plugins.composerelease.engine.deploy.DeployImages.BAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
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
}
