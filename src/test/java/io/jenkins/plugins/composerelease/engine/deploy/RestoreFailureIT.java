package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck.From;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/** Restores that fail, one after the other on one target: each leaves the data and the services as they were. */
public class RestoreFailureIT {
    @ClassRule
    public static final DeployFixture SHOP = new DeployFixture();

    private final DeployFixture shop = SHOP;

    @BeforeClass
    public static void deploy() {
        SHOP.file("compose.yaml", DeployImages.services("web") + DeployImages.DATABASE);
        SHOP.sql("V1__items.sql", "CREATE TABLE items (name text); INSERT INTO items VALUES ('pot');");
        SHOP.backup = Optional.of(new Backup(new Backup.PgDump("db", "shop", "shop"), List.of(), false, 2, 0));
        SHOP.deploy("1");
    }

    @After
    public void resetTheData() {
        shop.verification = List.of();
        write("DELETE FROM items WHERE name = 'late'");
    }

    @Test
    public void putsTheDataOfBeforeBackWhenTheApplicationDoesNotAnswer() {
        BackupRecord backup = shop.backUp();
        write("INSERT INTO items VALUES ('late')");
        shop.verification = List.of(new EndpointCheck(
                "http://web:8080/VERSION", 200, Optional.of("never"), Map.of(), From.SERVICE, 1, Duration.ZERO));

        ReleaseException failure = failure(() -> shop.restore(backup.id()));

        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.ROLLED_BACK.code());
        assertThat(failure).hasMessageContaining("The data of before is back");
        assertThat(shop.query("SELECT name FROM items")).containsExactly("pot", "late");
        assertThat(shop.served("web")).isEqualTo("1");
        assertThat(shop.newest().state()).isEqualTo(State.ROLLED_BACK);
    }

    @Test
    public void leavesTheDataAloneWhenTheDatabaseDoesNotTakeTheBackup() {
        write("CREATE ROLE gone", "CREATE TABLE of_gone (x int)", "ALTER TABLE of_gone OWNER TO gone");
        BackupRecord backup = shop.backUp();
        write("DROP TABLE of_gone", "DROP ROLE gone", "INSERT INTO items VALUES ('late')");

        ReleaseException failure = failure(() -> shop.restore(backup.id()));

        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.FAILED.code());
        assertThat(failure)
                .hasMessageContaining("role \"gone\" does not exist")
                .hasMessageContaining("The data was not touched");
        assertThat(shop.query("SELECT name FROM items")).containsExactly("pot", "late");
        assertThat(shop.served("web")).isEqualTo("1");
        assertThat(shop.newest().state()).isEqualTo(State.FAILED);
    }

    @Test
    public void refusesWhatCannotBeRestoredBeforeAnythingStops() {
        String good = shop.backUp().id();
        shop.shell("cd \"$1/.compose-release/backups\" && head -c $(( $(stat -c %s " + good + ".dump) - 40 )) " + good
                + ".dump > 20260101T000000000Z-cut.dump"
                + " && docker exec \"$2-db-1\" createdb -U shop other"
                + " && docker exec \"$2-db-1\" pg_dump -U shop -Fc other > 20260101T000000000Z-other.dump");
        int records = shop.look().releases().size();

        assertThat(failure(() -> shop.restore("20260101T000000000Z-cut"))).hasMessageContaining("check the backup");
        assertThat(failure(() -> shop.restore("20260101T000000000Z-other")))
                .hasMessageContaining("is of database 'other', expected 'shop'");
        assertThat(failure(() -> shop.restore("none")).exitCode()).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(shop.look().releases()).hasSize(records);
        assertThat(shop.query("SELECT name FROM items")).containsExactly("pot");

        String second = shop.backUp().id();
        String third = shop.backUp().id();
        assertThat(shop.look().backups())
                .extracting(BackupRecord::id)
                .as("two made by hand are kept, and what others put there")
                .startsWith(third, second)
                .contains("20260101T000000000Z-other", "20260101T000000000Z-cut")
                .doesNotContain(good);
    }

    private void write(String... statements) {
        for (String sql : statements) {
            shop.query(sql);
        }
    }
}
