package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployFixture.failure;
import static io.jenkins.plugins.composerelease.engine.deploy.DeployImages.BAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** Releases where agent and host have docker-compose 1.29 alone. */
public class DeployOneIT {
    @Rule
    public final DeployFixture shop = new DeployFixture(true);

    @BeforeClass
    public static void build() {
        List.of("1", "2", BAD).forEach(DeployImages::web);
    }

    @Before
    public void writeFiles() {
        shop.file(
                "compose.yaml",
                DeployImages.services("web")
                        + "    volumes: [\"./conf:/conf:ro\"]\n    ports: [\"127.0.0.1::8080\"]\n    secrets: [token]\n"
                        + DeployImages.DATABASE
                        + "secrets: {token: {file: ./not-on-the-host}}\n");
        shop.file("conf/a", "first");
        shop.transfer = List.of("conf");
        shop.token = Optional.of("secret-1");
    }

    @Test
    public void deploysComesBackFromAFailureAndRollsBack() {
        ReleaseRecord first = shop.deploy("1");
        assertThat(shop.served("web")).isEqualTo("1");
        assertThat(shop.in("web", "cat", "/conf/a", "/run/secrets/token")).isEqualTo("firstsecret-1");
        String db = shop.containers().get("db");
        assertThat(shop.plan("1").changes())
                .extracting(Plan.ServiceChange::action)
                .containsOnly(Plan.Action.KEEP);

        ReleaseException failure = failure(() -> shop.deploy(BAD));
        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.ROLLED_BACK.code());
        assertThat(shop.served("web")).isEqualTo("1");

        shop.deploy("2");
        assertThat(shop.served("web")).isEqualTo("2");
        assertThat(shop.containers()).as("what did not change stays").containsEntry("db", db);
        assertThat(shop.rollBack(Optional.empty(), false).images()).isEqualTo(first.images());
        assertThat(shop.served("web")).isEqualTo("1");
    }

    @Test
    public void migratesBacksUpAndRestores() {
        shop.migration = Optional.of(new Migration.InContainer(
                "db",
                List.of(
                        "psql",
                        "--host=db",
                        "--username=shop",
                        "--command=CREATE TABLE IF NOT EXISTS items (name text)"),
                List.of(),
                Duration.ofMinutes(1)));
        shop.backup = Optional.of(new Backup("db", "shop", "shop", 2));
        shop.deploy("1");
        shop.query("INSERT INTO items VALUES ('pot')");
        BackupRecord backup = shop.backUp();
        shop.query("DELETE FROM items");

        shop.restore(backup.id());

        assertThat(shop.query("SELECT name FROM items")).containsExactly("pot");
        assertThat(shop.served("web")).isEqualTo("1");
    }

    @Test
    public void failedFirstReleaseRemovesItsContainers() {
        ReleaseException failure = failure(() -> shop.deploy(BAD));
        assertThat(failure).hasMessageContaining("first release");
        assertThat(shop.containers()).isEmpty();
    }

    @Test
    public void planWarnsOfWhatIsVisibleAndOfWhatLooksLikeASecret() {
        shop.apiKey = Optional.of("key 1: $$x");
        shop.file(
                "compose.yaml",
                DeployImages.services("web")
                        + "    environment: {KEY: \"${API_KEY}\", SMTP_PASSWORD: f8aK2m9QzL4w7T}\n"
                        + "    command: [\"busybox\", \"echo\", \"--key=${API_KEY}\"]\n");

        assertThat(shop.plan("1").warnings())
                .extracting(warning -> warning.replaceAll(": .*", ""))
                .containsExactly(
                        "Secret 'API_KEY' reaches service 'web' in environment variable KEY",
                        "Secret 'API_KEY' reaches service 'web' in 'command'",
                        "What service 'web' has in environment variable SMTP_PASSWORD looks like a secret"
                                + " (a random value of such a name)");
    }

    /** It reads that file unless it is given another, so a release would depend on what somebody left there. */
    @Test
    public void refusesAFileOfVariablesThatNoReleaseHas() {
        shop.deploy("1");
        shop.shell("echo WEB_IMAGE=other > \"$1/.env\"");
        ReleaseException failure = failure(() -> shop.deploy("2"));
        assertThat(failure).hasMessageContaining("would read '" + shop.directory + "/.env'");
        assertThat(shop.served("web")).isEqualTo("1");
    }
}
