package io.jenkins.plugins.composerelease.adapter.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.adapter.ssh.SshHost;
import io.jenkins.plugins.composerelease.adapter.ssh.SshTargets;
import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.migrate.DatabaseNotRunningException;
import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.migrate.Pending;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import io.jenkins.plugins.composerelease.testing.SilentLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Both migrators against a real PostgreSQL, a compose service on a host that only SSH reaches. */
public class MigratorsIT {
    private static final String PASSWORD = "pw-9f3'b\"7$x";
    private static final String FILE = """
            services:
              db:
                image: %1$s
                user: postgres
                environment: {PASSWORD: "%2$s", PGHOST: /tmp}
                command:
                  - sh
                  - -c
                  - |
                    printf '%%s' "$$PASSWORD" >/tmp/pw
                    initdb -D /tmp/data -U app --pwfile=/tmp/pw --auth-host=scram-sha-256 >/dev/null &&
                    echo 'host all all all scram-sha-256' >>/tmp/data/pg_hba.conf &&
                    exec postgres -D /tmp/data -c listen_addresses=* -c fsync=off -c unix_socket_directories=/tmp
              app:
                image: %1$s
                environment: {PGHOST: db, PGUSER: app, PGPASSWORD: "%2$s", PGDATABASE: postgres}
                command: sleep 1000
            """;

    private static SshHost host;
    private static ComposeProject project;

    @Rule
    public final TemporaryFolder migrations = new TemporaryFolder();

    private final String database = TestBed.unique("db").replace('-', '_');
    private final SilentLog log = new SilentLog();

    @BeforeClass
    public static void startDatabase() {
        TestBed bed = TestBed.get();
        TestBed.HostData data = bed.host("web1");
        new LocalRunner(Map.of(
                        "DOCKER_HOST",
                        data.dockerHost(),
                        "DOCKER_CONFIG",
                        bed.agentEnvironment().get("DOCKER_CONFIG")))
                .require(Command.of("pull", "docker", "pull", bed.baseImage()), Deadline.in(Duration.ofMinutes(3)));
        host = SshHost.connect("web1", SshTargets.address(data), new LocalRunner(), soon());
        String name = TestBed.unique("ssh-it");
        String directory = data.directory() + "/" + name;
        project = project(name, directory);
        String password = PASSWORD.replace("\"", "\\\"").replace("$", "$$");
        String file = String.format(FILE, bed.baseImage(), password);
        host.require(HostFiles.write(directory + "/compose.yaml", "600", Secret.of(file)), soon());
        host.require(
                new Compose(project).up(List.of("db"), new Compose.UpOptions(true, false, false, "missing")), soon());
        await().atMost(Duration.ofSeconds(30)).until(() -> host.run(compose("pg_isready", "-h", "127.0.0.1"), soon())
                .succeeded());
    }

    @AfterClass
    public static void stopDatabase() {
        if (host != null && project != null) {
            host.require(new Compose(project).down(true, Duration.ofSeconds(1)), soon());
            host.require(HostFiles.removeTree(project.directory()), soon());
        }
        if (host != null) {
            host.close();
        }
    }

    @Test
    public void migratesThroughAForwardWhatItListed() throws Exception {
        createDatabase();
        write("V1__create.sql", "CREATE TABLE users (id int);");
        write("V2__fill.sql", "INSERT INTO users SELECT generate_series(1, 3);");
        try (Migrator migrator = flyway()) {
            Migrator.Status status = migrator.status(soon());
            assertThat(status.pending()).isEqualTo(Pending.fromFiles(locations()));
            assertThat(query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                    .isEqualTo("0");
            assertThat(migrator.migrate(soon())).isEqualTo(new Migrator.Outcome(List.of("1", "2"), Optional.of("2")));
            assertThat(migrator.status(soon())).isEqualTo(new Migrator.Status(Optional.of("2"), List.of(), false));
        }
        assertThat(query("SELECT string_agg(version, ',' ORDER BY installed_rank) FROM flyway_schema_history"))
                .isEqualTo("1,2");
        assertThat(query("SELECT count(*) FROM users")).isEqualTo("3");
    }

    @Test
    public void aMigrationAndItsRowInTheHistoryAreOneTransaction() throws Exception {
        createDatabase();
        write("V1__sessions.sql", """
                CREATE TABLE sessions AS SELECT pid, current_setting('idle_in_transaction_session_timeout') AS idle
                  FROM pg_stat_activity WHERE application_name = 'compose-release' AND datname = current_database();""");
        try (Migrator migrator = flyway()) {
            migrator.migrate(soon());
        }
        assertThat(query("SELECT count(*) || ' ' || max(idle) FROM sessions")).isEqualTo("1 45s");
        assertThat(query("SELECT count(*) FROM sessions s JOIN flyway_schema_history h ON h.version = '1'"
                        + " WHERE s.xmin::text = h.xmin::text"))
                .isEqualTo("1");
    }

    @Test
    public void rollsAFailedMigrationBackAndSaysWhy() throws Exception {
        createDatabase();
        write("V1__create.sql", "CREATE TABLE users (id int);");
        write("V2__broken.sql", "CREATE TABLE more (id int);\nINSERT INTO missing VALUES (1);");
        try (Migrator migrator = flyway()) {
            assertThatThrownBy(() -> migrator.migrate(soon()))
                    .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                            .isEqualTo(ExitCode.MIGRATION_FAILED.code()))
                    .hasMessageContaining(
                            "Migration 2 'broken' (V2__broken.sql line 2) failed in " + "'jdbc:postgresql://db:5432/"
                                    + database + "': ERROR: relation \"missing\" does not exist")
                    .hasMessageContaining("(SQL state 42P01). It was rolled back. Applied before it, and kept: 1.")
                    .hasMessageNotContaining(PASSWORD);
        }
        assertThat(query("SELECT count(*) FROM pg_tables WHERE tablename = 'more'"))
                .isEqualTo("0");
    }

    @Test
    public void givesUpOnALockThatTheApplicationHolds() throws Exception {
        createDatabase();
        query("CREATE TABLE users (id int)");
        query(
                "CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar, description varchar,"
                        + " type varchar, script varchar, checksum int, installed_by varchar,"
                        + " installed_on timestamp DEFAULT now(), execution_time int, success boolean)");
        write("V1__alter.sql", "ALTER TABLE users ADD COLUMN name text;");
        Command holder = compose(
                "psql", "-U", "app", "-d", database, "-c", "BEGIN; LOCK users; SELECT 'held' FROM pg_sleep(60);");
        try (RunningCommand lock = host.start(holder, OutputListener.NONE);
                Migrator migrator = flyway()) {
            await().until(() -> query("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock'"
                            + " AND relation = 'users'::regclass")
                    .equals("1"));
            assertThatThrownBy(() -> migrator.migrate(Deadline.in(Duration.ofSeconds(6))))
                    .hasMessageContaining("(SQL state 55P03). It was rolled back.")
                    .hasMessageContaining("It waited too long for a lock that the running application holds");
            assertThat(lock.isAlive()).isTrue();
        }
    }

    @Test
    public void saysThatTheDatabaseDoesNotRunYet() {
        ComposeProject none = project(TestBed.unique("ssh-none"), "/srv");
        assertThatThrownBy(() -> new Migrators().open(migration(PASSWORD), host, none, log, soon()))
                .isInstanceOf(DatabaseNotRunningException.class)
                .hasMessageContaining(
                        "Service 'db' of project '" + none.name() + "' has no running container on 'web1'.");
    }

    @Test
    public void saysThatThePasswordIsWrongWithoutShowingIt() {
        try (Migrator migrator = new Migrators().open(migration("wr0ng-one"), host, project, log, soon())) {
            assertThatThrownBy(() -> migrator.status(soon()))
                    .hasMessageContaining("password authentication failed for user \"app\" (SQL state 28P01).")
                    .hasMessageEndingWith("Check the database's user and password.")
                    .hasMessageNotContaining("wr0ng-one");
        }
    }

    @Test
    public void migratesWithACommandInAContainerOfItsOwn() {
        query("postgres", "CREATE TABLE IF NOT EXISTS done (id int)");
        List<String> pending = List.of("psql", "-Atc", "SELECT 'v1 users' WHERE NOT EXISTS (SELECT FROM done)");
        List<String> argv = List.of("psql", "-c", "INSERT INTO done VALUES (1)");
        try (Migrator migrator = inContainer(argv, pending, Duration.ofSeconds(60))) {
            assertThat(migrator.status(soon()).pending())
                    .extracting(PendingMigration::version)
                    .containsExactly("v1 users");
            assertThat(migrator.migrate(soon()).applied()).containsExactly("v1 users");
            assertThat(migrator.migrate(soon()).applied()).isEmpty();
        }
        assertThat(log.lines()).contains("app: INSERT 0 1");
        assertThat(query("postgres", "SELECT count(*) FROM done")).isEqualTo("1");
        assertThat(containers()).isEmpty();
    }

    @Test
    public void tellsTheExitCodeAndLastLinesOfAFailedCommand() {
        List<String> argv = List.of("sh", "-c", "echo 'table is missing' >&2; exit 3");
        try (Migrator migrator = inContainer(argv, List.of(), Duration.ofSeconds(60))) {
            assertThatThrownBy(() -> migrator.migrate(soon()))
                    .isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                            .isEqualTo(ExitCode.MIGRATION_FAILED.code()))
                    .hasMessageContaining("in the new image of service 'app' on 'web1' failed: exit code 3, expected 0")
                    .hasMessageContaining("table is missing");
        }
    }

    @Test
    public void removesTheContainerOfACommandThatTakesTooLong() {
        try (Migrator migrator = inContainer(List.of("sleep", "300"), List.of(), Duration.ofSeconds(4))) {
            assertThatThrownBy(() -> migrator.migrate(soon()))
                    .hasMessageContaining("was stopped as it had not ended after 4");
        }
        assertThat(containers()).isEmpty();
    }

    private Migrator inContainer(List<String> argv, List<String> pending, Duration timeout) {
        Migration migration = new Migration.InContainer("app", argv, pending, timeout);
        return new Migrators().open(migration, host, project, log, soon());
    }

    private static String containers() {
        return host.require(
                        Command.of("look", "docker", "ps", "-aq", "--filter", "name=" + project.name() + "-migrate"),
                        soon())
                .output();
    }

    private Migrator flyway() {
        return new Migrators().open(migration(PASSWORD), host, project, log, soon());
    }

    private Migration.Flyway migration(String password) {
        return new Migration.Flyway(
                locations(),
                "jdbc:postgresql://db:5432/" + database,
                Optional.of("db"),
                Optional.of("app"),
                Optional.of(Secret.of(password)),
                Duration.ofSeconds(30));
    }

    private void createDatabase() {
        query("postgres", "CREATE DATABASE " + database);
    }

    private String query(String sql) {
        return query(database, sql);
    }

    private static String query(String database, String sql) {
        return host.require(compose("psql", "-U", "app", "-d", database, "-Atc", sql), soon())
                .output()
                .strip();
    }

    private static Command compose(String... argv) {
        return new Compose(project).exec("db", List.of(argv));
    }

    private static ComposeProject project(String name, String directory) {
        return new ComposeProject(
                name, directory, List.of(directory + "/compose.yaml"), List.of(), List.of(), Map.of(), Map.of());
    }

    private List<String> locations() {
        return List.of(migrations.getRoot().toString());
    }

    private void write(String name, String sql) throws IOException {
        Files.writeString(migrations.getRoot().toPath().resolve(name), sql);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(60));
    }
}
