package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.migrate.MigrationLog;
import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.migrate.MigratorFactory;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import io.jenkins.plugins.composerelease.testing.FakeHost;
import io.jenkins.plugins.composerelease.testing.SilentLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** What the record and the journal say of migrations, whatever becomes of them. */
public class MigrationStepTest {
    private static final PendingMigration ONE = pending("1");
    private static final PendingMigration DROP =
            new PendingMigration("2", "drop", Optional.of(7), List.of("DROP TABLE items"));
    private static final Migration FLYWAY = new Migration.Flyway(
            List.of("/sql"),
            "jdbc:postgresql://db/shop",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(5));

    private final Written host = new Written();
    private final Fake migrator = new Fake();
    private ReleaseRun run;

    @Test
    public void recordsNothingWhereTheDatabaseCannotBeReached() {
        MigratorFactory down = (migration, host, project, log, deadline) -> {
            throw failure("no route to the database");
        };

        assertThatThrownBy(() -> step(FLYWAY, down, List.of(ONE, DROP)).run()).hasMessageContaining("no route");

        assertThat(host.written).isEmpty();
        assertThat(run.record().migrations()).isEmpty();
        assertThat(run.record().destructive()).isFalse();
    }

    @Test
    public void recordsNothingWhereTheListMoved() {
        migrator.pending = List.of(ONE);

        assertThatThrownBy(
                        () -> step(FLYWAY, migrator::open, List.of(ONE, DROP)).run())
                .hasMessageContaining("The pending migrations moved");

        assertThat(host.written).isEmpty();
    }

    @Test
    public void recordsNothingWhereTheMigratorFailsBeforeTheFirstOne() {
        migrator.pending = List.of(ONE, DROP);
        migrator.failsBefore = "1";

        assertThatThrownBy(
                        () -> step(FLYWAY, migrator::open, List.of(ONE, DROP)).run())
                .hasMessageContaining("failed before 1");

        assertThat(host.written).isEmpty();
        assertThat(run.record().destructive()).isFalse();
    }

    @Test
    public void recordsAllThatIsPlannedBeforeTheFirstOneBegins() {
        migrator.pending = List.of(ONE, DROP);

        String said = step(FLYWAY, migrator::open, List.of(ONE, DROP)).run();

        assertThat(said).isEqualTo("applied 1, 2");
        assertThat(host.written.get(0)).contains("\"destructive\" : true").contains("[ \"1\", \"2\" ]");
        assertThat(host.events())
                .containsExactly(
                        "migration started 1", "migration ended 1", "migration started 2", "migration ended 2");
        assertThat(run.record().migrations()).containsExactly("1", "2");
        assertThat(run.record().destructive()).isTrue();
        assertThat(run.record().schema()).contains("2");
    }

    @Test
    public void recordsTheSchemaWhereNothingWasLeftToApply() {
        migrator.schema = Optional.of("2");

        assertThat(step(FLYWAY, migrator::open, List.of()).run()).isEqualTo("nothing to apply");

        assertThat(run.record().schema()).contains("2");
        assertThat(run.record().migrations()).isEmpty();
    }

    @Test
    public void afterAFailureRecordsWhatIsNoLongerPending() {
        migrator.pending = List.of(ONE, DROP);
        migrator.failsIn = "2";

        assertThatThrownBy(
                        () -> step(FLYWAY, migrator::open, List.of(ONE, DROP)).run())
                .hasMessageContaining("failed in 2");

        assertThat(host.events())
                .containsExactly(
                        "migration started 1", "migration ended 1", "migration started 2", "migration failed 2");
        assertThat(run.record().migrations()).containsExactly("1");
        assertThat(run.record().destructive()).isFalse();
    }

    @Test
    public void whereThatIsNotKnownRecordsWhatBegan() {
        PendingMigration three = pending("3");
        migrator.pending = List.of(ONE, DROP, three);
        migrator.failsIn = "2";
        migrator.statusFailsAfter = true;

        assertThatThrownBy(() ->
                        step(FLYWAY, migrator::open, List.of(ONE, DROP, three)).run())
                .hasMessageContaining("failed in 2");

        assertThat(run.record().migrations()).containsExactly("1", "2");
        assertThat(run.record().destructive()).isTrue();
    }

    @Test
    public void recordsTheLinesOfACommandThatListsWhatIsPending() {
        migrator.pending = List.of(pending("ae1027 users"), pending("b2 orders"));

        step(command("flask", "db", "pending"), migrator::open, List.of(pending("flask db upgrade")))
                .run();

        assertThat(run.record().migrations()).containsExactly("ae1027 users", "b2 orders");
    }

    @Test
    public void aCommandWithoutAListMayHaveChangedTheSchemaWhenItFails() {
        migrator.pending = List.of(pending("flask db upgrade"));
        migrator.failsIn = "flask db upgrade";

        assertThatThrownBy(() -> step(command(), migrator::open, List.of(pending("flask db upgrade")))
                        .run())
                .hasMessageContaining("failed in");

        assertThat(run.record().migrations()).containsExactly("flask db upgrade");
    }

    private static Migration command(String... pending) {
        return new Migration.InContainer(
                "web", List.of("flask", "db", "upgrade"), List.of(pending), Duration.ofSeconds(5));
    }

    private MigrationStep step(Migration migration, MigratorFactory migrators, List<PendingMigration> planned) {
        Target plain = PreflightTest.target(List.of(), Target.AtRest.MEMORY);
        Target target = BackupFixture.with(plain, Optional.of(migration), Optional.empty());
        run = new ReleaseRun(new TargetStore(host, target, () -> Instant.EPOCH), new SilentLog(), () -> Instant.EPOCH);
        run.on(
                BackupFixture.record("20260101T000000000Z-abcdef0"),
                TargetLock.take(host, target, "the test", Duration.ZERO));
        Plan plan = new Plan(
                "shop",
                "production",
                "abcdef0",
                Map.of(),
                List.of(),
                planned,
                Optional.empty(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                "",
                Plan.Details.NONE);
        Prepared prepared = new Prepared(
                plan,
                new StackConfig(Map.of(), List.of(), List.of(), List.of(), List.of()),
                Map.of(),
                Map.of(),
                Map.of(),
                new TargetStore.State(Optional.empty(), Optional.empty(), List.of()),
                RunningStack.NOTHING);
        SilentLog log = new SilentLog();
        return new MigrationStep(migrators, target, prepared, host, new HostStack(host, target, log), run, log);
    }

    private static PendingMigration pending(String version) {
        return new PendingMigration(version, "", Optional.empty(), List.of());
    }

    private static ReleaseException failure(String what) {
        return new ReleaseException(ExitCode.MIGRATION_FAILED, what, "");
    }

    /** A migrator that fails where it is told to. */
    private static final class Fake implements Migrator {
        private List<PendingMigration> pending = List.of();
        private String failsBefore = "";
        private String failsIn = "";
        private Optional<String> schema = Optional.empty();
        private boolean statusFailsAfter;
        private boolean began;

        Migrator open(Object migration, Object on, Object project, Object log, Object deadline) {
            return this;
        }

        @Override
        public Status status(Deadline deadline) {
            if (began && statusFailsAfter) {
                throw failure("the database is gone");
            }
            return new Status(schema, pending, false);
        }

        @Override
        public Outcome migrate(Deadline deadline, MigrationLog heard) {
            List<String> versions =
                    pending.stream().map(PendingMigration::version).toList();
            for (String version : versions) {
                if (version.equals(failsBefore)) {
                    throw failure("failed before " + version);
                }
                began = true;
                heard.started(version);
                if (version.equals(failsIn)) {
                    heard.ended(version, false);
                    throw failure("failed in " + version);
                }
                heard.ended(version, true);
                pending = pending.subList(1, pending.size());
            }
            return new Outcome(versions, schema);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /** Keeps what is written to the target. */
    private static final class Written extends FakeHost {
        private final List<String> written = new ArrayList<>();

        List<String> events() {
            return written.stream()
                    .filter(text -> text.contains("\"event\":\"migration"))
                    .map(text -> Json.tree(text, "the journal"))
                    .map(line -> line.path("event").asText() + " "
                            + line.path("detail").asText())
                    .toList();
        }

        /** The lock. */
        @Override
        public RunningCommand start(Command command, OutputListener listener) {
            listener.line(false, "locked 1");
            return new RunningCommand() {
                @Override
                public boolean isAlive() {
                    return true;
                }

                @Override
                public void say(String line) {
                    listener.line(false, "beat " + line);
                }

                @Override
                public Optional<CommandResult> await(Deadline deadline) {
                    return Optional.empty();
                }

                @Override
                public void close() {
                    // nothing runs
                }
            };
        }

        @Override
        public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
            command.stdin().ifPresent(text -> written.add(text.reveal()));
            return new CommandResult(0, "", "", Duration.ZERO);
        }
    }
}
