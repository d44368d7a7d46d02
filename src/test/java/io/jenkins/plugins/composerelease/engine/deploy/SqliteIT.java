package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord.Kind;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** An application with an SQLite file in one volume and uploaded media in another. */
public class SqliteIT {
    @Rule
    public final DeployFixture shop = new DeployFixture();

    @BeforeClass
    public static void build() {
        List.of("1", "2").forEach(DeployImages::web);
    }

    @Before
    public void deploy() {
        shop.variables.remove("DB_IMAGE");
        shop.file(
                "compose.yaml",
                DeployImages.services("web")
                        + "    volumes: [data:/data, media:/media]\nvolumes: {data: {}, media: {}}\n");
        migrate("CREATE TABLE items (name text)");
        shop.backup = Optional.of(settings(List.of("media")));
        shop.deploy("1");
        sqlite("PRAGMA journal_mode = wal; INSERT INTO items VALUES ('pot')");
        web("echo old > /media/a; mkdir -p /media/d; echo deep > /media/d/b; touch /media/.hidden");
    }

    @Test
    public void bringsBackDatabaseMediaAndConfiguration() {
        BackupRecord backup = shop.backUp();
        assertThat(backup.file()).endsWith(".sqlite.gz");
        assertThat(backup.parts()).extracting(BackupRecord.Part::kind).containsExactly(Kind.VOLUME, Kind.CONFIGURATION);
        writeAndDieWithAnOpenLog();
        web("echo new > /media/a; echo more > /media/c; rm -r /media/d");
        Map<String, String> containers = shop.containers();

        shop.restore(backup.id());

        assertThat(sqlite("SELECT name FROM items")).containsExactly("pot");
        assertThat(web("cat /media/a /media/d/b; ls -A /media")).isEqualTo("old\ndeep\n.hidden\na\nd\n");
        assertThat(web("ls /data")).isEqualTo("app.db\n");
        assertThat(shop.served("web")).isEqualTo("1");
        assertThat(shop.containers()).as("stopped and started, not made again").isEqualTo(containers);
        ReleaseRecord restored = shop.newest();
        assertThat(restored.restored()).contains(backup.id());

        shop.restore(restored.id());
        assertThat(sqlite("SELECT name FROM items")).containsExactly("pot", "late");
        assertThat(web("cat /media/a; ls -A /media")).isEqualTo("new\n.hidden\na\nc\n");
    }

    @Test
    public void aReleaseBacksTheFileUpBeforeItsMigration() {
        migrate("DROP TABLE items");
        ReleaseRecord second = shop.deploy("2");
        assertThat(second.more().backup()).contains(second.id());
        shop.restore(second.id());
        assertThat(sqlite("SELECT name FROM items")).containsExactly("pot");
    }

    @Test
    public void aFileThatIsNoDatabaseIsNotRestored() {
        BackupRecord backup = shop.backUp();
        sqlite("INSERT INTO items VALUES ('late')");
        shop.shell("head -c 9000 /dev/urandom | gzip > \"$1/.compose-release/backups/" + backup.id() + ".sqlite.gz\"");

        assertThat(failure(() -> shop.restore(backup.id()))).hasMessageContaining("integrity check");

        assertThat(sqlite("SELECT name FROM items")).containsExactly("pot", "late");
        assertThat(shop.served("web")).isEqualTo("1");
    }

    @Test
    public void partsThatAreDamagedAreNotRestored() {
        BackupRecord backup = shop.backUp();
        String media = backup.parts().get(0).file();
        shop.shell("tar -czf '" + media + "' -C /etc hostname");

        assertThat(failure(() -> shop.restore(backup.id()))).hasMessageContaining("was changed after it was made");

        assertThat(web("cat /media/a")).isEqualTo("old\n");
        assertThat(shop.newest().state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    public void theDatabasesOwnVolumeIsNotCopiedWhileItRuns() {
        shop.backup = Optional.of(settings(List.of("data")));

        assertThat(failure(shop::backUp))
                .hasMessageContaining("Volume 'data' of target 'production' holds the database");
    }

    /** Leaves a write-ahead log that no connection has put into the file. */
    private void writeAndDieWithAnOpenLog() {
        shop.shell(
                "docker exec -d \"$2-web-1\" python3 -c \"import sqlite3, time; c = sqlite3.connect('/data/app.db');"
                        + " c.execute('INSERT INTO items VALUES (\\\"late\\\")'.replace(chr(34), chr(39))); c.commit(); time.sleep(600)\"");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> sqlite("SELECT name FROM items").contains("late"));
        assertThat(web("test -s /data/app.db-wal && echo there")).isEqualTo("there\n");
    }

    private static Backup settings(List<String> volumes) {
        return new Backup(new Backup.Sqlite("web", "/data/app.db"), volumes, true, 2, 0);
    }

    private void migrate(String sql) {
        shop.migration = Optional.of(new Migration.InContainer(
                "web", List.of("sqlite3", "-bail", "/data/app.db", sql), List.of(), Duration.ofMinutes(1)));
    }

    private List<String> sqlite(String sql) {
        return shop.in("web", "sqlite3", "-bail", "/data/app.db", sql).lines().toList();
    }

    private String web(String script) {
        return shop.in("web", "sh", "-c", script);
    }
}
