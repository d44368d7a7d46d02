package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.FirstRun;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** A command that makes the administrator, once. */
public class FirstRunIT {
    private static final String PASSWORD = "adm1n-Pa55w0rd";
    private static final String ADD = "IFS= read -r p; echo \"${#p} characters\" >> /data/admins; echo added";

    @Rule
    public final DeployFixture shop = new DeployFixture();

    @BeforeClass
    public static void build() {
        List.of("1", "2").forEach(DeployImages::web);
    }

    @Before
    public void write() {
        shop.variables.remove("DB_IMAGE");
        shop.file("compose.yaml", DeployImages.services("web") + "    volumes: [data:/data]\nvolumes: {data: {}}\n");
        once(ADD);
    }

    @Test
    public void runsInTheFirstReleaseAndNeverAgain() {
        assertThat(check().detail()).contains("will run in the new image of 'web'");
        shop.deploy("1");
        shop.deploy("2");
        assertThat(shop.in("web", "cat", "/data/admins")).isEqualTo(PASSWORD.length() + " characters\n");
        assertThat(check().detail()).contains("done by release");
        assertThat(shop.shell("grep -rl -- " + PASSWORD + " \"$1\" /dev/shm 2>/dev/null || true"))
                .as("the secret is in no file of the host")
                .isEmpty();
    }

    @Test
    public void runsAgainAfterItFailed() {
        once("echo 'no such table' >&2; exit 3");
        ReleaseException failure = failure(() -> shop.deploy("1"));
        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.MIGRATION_FAILED.code());
        assertThat(failure).hasMessageContaining("no such table").hasMessageContaining("exit code 3, expected 0");
        once(ADD);
        shop.deploy("1");
        assertThat(shop.in("web", "cat", "/data/admins")).isEqualTo(PASSWORD.length() + " characters\n");
    }

    @Test
    public void doesNotRunAgainWhereItsEndIsNotKnown() {
        shop.shell(
                "mkdir -p \"$1/.compose-release/once\" && echo 'begun by release x' > \"$1/.compose-release/once/admin\"");
        assertThat(check().ok()).isFalse();
        assertThat(check().remedy()).contains("to have it run again");
        assertThat(failure(() -> shop.deploy("1"))).hasMessageContaining("begun by release x");
        assertThat(shop.containers()).isEmpty();
    }

    private Plan.Check check() {
        return shop.plan("1").checks().stream()
                .filter(check -> check.name().equals("first run"))
                .findFirst()
                .orElseThrow();
    }

    private void once(String script) {
        FirstRun once =
                new FirstRun("admin", "web", List.of("sh", "-c", script), Optional.of(Secret.of(PASSWORD + "\n")));
        shop.settings = target -> target.with(once);
    }
}
