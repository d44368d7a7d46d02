package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** A backup of a real database and its restore. */
public class RestoreIT {
    @Rule
    public final DeployFixture shop = new DeployFixture();

    @BeforeClass
    public static void build() {
        DeployImages.database();
        List.of("1", "2").forEach(DeployImages::web);
    }

    @Before
    public void deploy() {
        shop.file("compose.yaml", DeployImages.services("web") + DeployImages.DATABASE);
        shop.sql("V1__items.sql", "CREATE TABLE items (name text); INSERT INTO items VALUES ('pot');");
        shop.backup = Optional.of(new Backup("db", "shop", "shop", 2));
        shop.deploy("1");
    }

    @Test
    public void bringsBackTheDataAndNothingElse() {
        write("ALTER DATABASE shop SET timezone = 'Asia/Tokyo'", "SELECT lo_from_bytea(0, 'large')");
        BackupRecord backup = shop.backUp();
        write("INSERT INTO items VALUES ('late')", "SELECT lo_from_bytea(0, 'late')");
        shop.sql("V2__cups.sql", "CREATE SCHEMA more; CREATE TABLE more.cups (name text); DROP TABLE items;");
        ReleaseRecord second = shop.deploy("2");
        Map<String, String> containers = shop.containers();

        assertThat(shop.restore(backup.id())).isEqualTo(backup);

        assertThat(shop.query("SELECT name FROM items")).containsExactly("pot");
        assertThat(shop.query("SELECT convert_from(lo_get(oid), 'UTF8') FROM pg_largeobject_metadata"))
                .containsExactly("large");
        assertThat(shop.query("SHOW timezone")).containsExactly("Asia/Tokyo");
        assertThat(shop.served("web")).isEqualTo("2");
        assertThat(shop.containers()).as("stopped and started, not made again").isEqualTo(containers);
        ReleaseRecord record = shop.newest();
        assertThat(record.restored()).contains(backup.id());
        assertThat(record.images()).isEqualTo(second.images());
        assertThat(record.schema()).contains("1");
        assertThat(shop.look().serving()).contains(record.id());
        assertThat(shop.look().backups())
                .extracting(BackupRecord::id)
                .startsWith(record.id(), second.id(), backup.id());
        assertThat(shop.shell("grep -F '\"phase\":\"restore\"' \"$1/.compose-release/journal.jsonl\""))
                .contains("\"event\":\"started\"", "\"event\":\"ended\"", record.id());

        assertThat(shop.plan("2").migrations())
                .extracting(Plan.PendingMigration::version)
                .containsExactly("2");
        shop.rollBack(Optional.of(second.previous().orElseThrow()), false); // no destructive migration is in the data
        shop.deploy("2");
        assertThat(shop.query("SELECT count(*) FROM more.cups")).containsExactly("0");
    }

    private void write(String... statements) {
        for (String sql : statements) {
            shop.query(sql);
        }
    }
}
