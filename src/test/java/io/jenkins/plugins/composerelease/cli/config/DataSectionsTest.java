package io.jenkins.plugins.composerelease.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.FirstRun;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** {@code migration}, {@code backup} and {@code firstRun} of a target. */
public class DataSectionsTest {
    private static final String FLYWAY = "migration: {flyway: {locations: [sql], url: 'jdbc:mariadb://db/shop', ";

    private final List<String> fetched = new ArrayList<>();

    @Test
    public void readsEveryKindOfBackup() {
        assertThat(backup("backup: {pgDump: {service: db, user: shop, database: shop}}"))
                .isEqualTo(new Backup("db", "shop", "shop", 7));
        assertThat(backup("backup: {sqlite: {service: app, path: /data/app.db}, keep: 2, keepDays: 0}"))
                .isEqualTo(new Backup(new Backup.Sqlite("app", "/data/app.db"), List.of(), false, 2, 0));
        assertThat(backup("backup: {mysqlDump: {service: db, user: root, password: 'env:ROOT', database: shop},"
                        + " volumes: [media], configuration: true}"))
                .isEqualTo(new Backup(
                        new Backup.MysqlDump("db", "root", Optional.of(Secret.of("value of env:ROOT")), "shop"),
                        List.of("media"),
                        true,
                        7,
                        7));
    }

    @Test
    public void refusesABackupOfNoDatabaseOrOfTwo() {
        assertFails("backup: {volumes: [media]}", "targets.web.backup: a backup has exactly one of 'pgDump'");
        assertFails(
                "backup: {sqlite: {service: a, path: /b}, pgDump: {service: a, user: b, database: c}}",
                "not 2 of them");
    }

    @Test
    public void refusesWhatCommandsCannotHold() {
        assertFails("backup: {sqlite: {service: a, path: \"/b'c\"}}", "characters that sqlite3's commands cannot hold");
        assertFails("backup: {sqlite: {service: a, path: b.db}}", "targets.web.backup.sqlite.path");
        assertFails("backup: {mysqlDump: {service: a, user: b, database: 'c`d'}}", "is not a database name");
        assertFails("backup: {pgDump: {service: a, user: b, database: c}, keepDays: -1}", "keepDays -1 is too small");
        assertFails("backup: {pgDump: {service: a, user: b, database: c, schema: d}}", "unknown key 'schema'");
    }

    @Test
    public void fetchesTheDatabasesPasswordForABackupAndNothingElse() {
        String yaml = "secrets: [{file: token, value: 'env:TOKEN'}]\n    backup: {mysqlDump: {service: db, user: root,"
                + " password: 'env:ROOT', database: shop}}";

        parse(yaml).targetToRead("web", this::fetch);
        assertThat(fetched).isEmpty();
        parse(yaml).targetToBackUp("web", this::fetch);
        assertThat(fetched).containsExactly("env:ROOT");
    }

    @Test
    public void readsWhatATargetChangesOfFlyway() {
        Migration.Flyway plain = flyway(FLYWAY + "service: db}}");
        assertThat(plain.rules()).isEqualTo(Migration.Flyway.Rules.DEFAULT);
        assertThat(plain.transactional()).isFalse();
        assertThat(flyway(FLYWAY + "outOfOrder: true, placeholderReplacement: false, placeholders: {owner: shop}}}")
                        .rules())
                .isEqualTo(new Migration.Flyway.Rules(true, false, Map.of("owner", "shop")));
    }

    @Test
    public void refusesASecretAmongPlaceholders() {
        assertFails(
                FLYWAY + "placeholders: {key: 'ghp_" + "a1B2c3D4e5".repeat(3) + "f6G7h8'}}}",
                "placeholder 'key' looks like a secret");
    }

    @Test
    public void readsWhatIsRunOnce() {
        Target target =
                target("firstRun: {name: admin, service: web, argv: [./manage.py, add-admin], stdin: 'env:ADMIN'}");
        assertThat(target.firstRun())
                .contains(new FirstRun(
                        "admin",
                        "web",
                        List.of("./manage.py", "add-admin"),
                        Optional.of(Secret.of("value of env:ADMIN"))));
        assertThat(target("firstRun: {service: web, argv: [init]}")
                        .firstRun()
                        .orElseThrow()
                        .name())
                .isEqualTo("first-run");
        assertFails("firstRun: {service: web}", "the key 'argv' is missing");
        assertFails("firstRun: {service: web, argv: []}", "targets.web.firstRun.argv");
    }

    private Backup backup(String yaml) {
        return target(yaml).backup().orElseThrow();
    }

    private Migration.Flyway flyway(String yaml) {
        return (Migration.Flyway) target(yaml).migration().orElseThrow();
    }

    private Target target(String yaml) {
        return parse(yaml).targetForRollback("web", this::fetch).target();
    }

    private static ReleaseFile parse(String yaml) {
        return ReleaseFile.parse(
                "release.yaml",
                "application: shop\ntargets:\n  web:\n    host: web1\n    user: deploy\n    directory: /srv/shop\n"
                        + "    files: [compose.yaml]\n    " + yaml + "\n",
                false,
                Path.of("/shop"));
    }

    private Secret fetch(String reference) {
        fetched.add(reference);
        return Secret.of("value of " + reference);
    }

    private void assertFails(String yaml, String message) {
        assertThatThrownBy(() -> target(yaml))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }
}
