package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.command.LastingWork;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.testing.SilentLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** What the next owner of a target does with a release that lost its own, where nothing has to be switched. */
public class SettleTest {
    private static final String OLD = "20260101T000000000Z-aaaaaaa";
    private static final String NEW = "20260102T000000000Z-bbbbbbb";

    @Rule
    public final Timeout timeout = Timeout.seconds(120);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final LocalRunner host = new LocalRunner();
    private Target target;
    private TargetStore store;

    @Before
    public void interrupt() {
        target = TargetStateTest.targetIn(folder.getRoot().getPath());
        store = new TargetStore(host, target, () -> Instant.EPOCH);
        store.write(TargetStateTest.record(OLD, false));
        store.makeCurrent(OLD);
        store.write(TargetStateTest.record(NEW, true).ended(State.RUNNING, "", Instant.EPOCH));
    }

    @Test
    public void whatNeverBeganHasFailed() {
        assertThat(settle()).extracting(ReleaseRecord::state).containsExactly(State.FAILED);
        assertThat(store.read().current()).contains(OLD);
        assertThat(settle()).isEmpty();
    }

    @Test
    public void whatWasVerifiedServes() {
        journal(Phase.SWITCH, "started", "ended");
        journal(Phase.VERIFY, "started", "ended");

        assertThat(settle()).extracting(ReleaseRecord::state).containsExactly(State.SUCCEEDED);
        assertThat(store.read().current()).contains(NEW);
    }

    @Test
    public void whatWentBackIsRolledBack() {
        journal(Phase.SWITCH, "started", "failed");
        journal(Phase.ROLLBACK, "started", "ended");

        assertThat(settle()).extracting(ReleaseRecord::state).containsExactly(State.ROLLED_BACK);
        assertThat(store.read().current()).contains(OLD);
    }

    /** A backup for a migration that will not come; the file is removed by the script that writes it. */
    @Test
    public void aBackupThatStillRunsIsStopped() {
        journal(Phase.BACKUP, "started");
        begin("1-backup", "sleep 300");

        assertThat(settle()).extracting(ReleaseRecord::state).containsExactly(State.FAILED);
        assertThat(state("1-backup")).isEqualTo(LastingWork.State.ENDED);
    }

    @Test
    public void aMigrationThatStillRunsIsWaitedFor() {
        journal(Phase.MIGRATE, "started");
        begin("1-migrate-web", "sleep 2; echo done > \"$1\"", file("done"));

        List<ReleaseRecord> settled = settle();

        assertThat(Path.of(file("done"))).hasContent("done");
        assertThat(settled).extracting(ReleaseRecord::state).containsExactly(State.FAILED);
        assertThat(settled.get(0).destructive()).isTrue();
        assertThat(Path.of(work("1-migrate-web"), "exit")).hasContent("0");
        assertThat(Path.of(work("1-migrate-web"), "out")).doesNotExist(); // it may hold secrets
    }

    @Test
    public void aMigrationThatWasKilledIsLeftToAPerson() {
        journal(Phase.MIGRATE, "started");
        begin("1-migrate-web", "kill -9 $PPID $$");
        await().until(() -> state("1-migrate-web") == LastingWork.State.GONE);

        for (int again = 0; again < 2; again++) {
            ReleaseException unknown = catchThrowableOfType(ReleaseException.class, this::settle);
            assertThat(unknown.exitCode()).isEqualTo(ExitCode.NEEDS_ATTENTION.code());
            assertThat(unknown)
                    .hasMessageContaining("Nothing was changed.")
                    .hasMessageContaining(
                            "settle --target production --release " + NEW + " --as applied' or '--as not-applied'");
            assertThat(state()).isEqualTo(State.RUNNING);
        }

        ReleaseRecord told = answer(SettleRequest.Answer.NOT_APPLIED);
        assertThat(told.state()).isEqualTo(State.FAILED);
        assertThat(told.migrations()).isEmpty();
        assertThat(told.destructive()).isFalse();
        assertThat(settle()).isEmpty();
    }

    @Test
    public void aRebootInTheSwitchIsLeftToAPerson() {
        journal(Phase.SWITCH, "started");
        begin("1-up", "sed -i 's/^boot=.*/boot=another/' \"$1/claim\"; kill -9 $PPID $$", work("1-up"));
        await().until(() -> state("1-up") == LastingWork.State.REBOOTED);

        ReleaseException unknown = catchThrowableOfType(ReleaseException.class, this::settle);
        assertThat(unknown).hasMessageContaining("started again").hasMessageContaining("--as serves' or '--as failed'");
        assertThat(state()).isEqualTo(State.RUNNING);
        assertThat(store.read().current()).contains(OLD);

        assertThat(answer(SettleRequest.Answer.SERVES).state()).isEqualTo(State.SUCCEEDED);
        assertThat(store.read().current()).contains(NEW);
    }

    @Test
    public void aPersonCannotSayAnythingOfAReleaseThatEnded() {
        ReleaseException refused = catchThrowableOfType(
                ReleaseException.class, () -> settle(Optional.of(OLD), Optional.of(SettleRequest.Answer.FAILED)));

        assertThat(refused.exitCode()).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(store.read().find(OLD))
                .get()
                .extracting(ReleaseRecord::state)
                .isEqualTo(State.SUCCEEDED);
    }

    @Test
    public void whoLooksSeesWhatIsLeftOpen() {
        begin("1-up", "sleep 300");
        TargetStore.State state = store.read();

        TargetWatch free = TargetWatch.at(host, ReleasePaths.of(target), state, false);
        assertThat(free.open()).containsExactly(NEW);
        assertThat(free.work()).containsExactly(NEW + " 1-up running");
        assertThat(free.lines()).last().asString().contains(NEW).contains("'compose-release settle'");
        try (TargetLock lock = TargetLock.take(host, target, "build 1", Duration.ZERO)) {
            TargetWatch held = TargetWatch.at(lock.host(), ReleasePaths.of(target), state, true);
            assertThat(held.open()).isEmpty();
            assertThat(held.silence().orElseThrow()).isBetween(0L, 15L);
        }
        host.require(LastingWork.stop(work("1-up")), Deadline.in(Duration.ofSeconds(30)));
    }

    @Test
    public void aMigrationIsOpenUntilItEnded() {
        journal(Phase.MIGRATE, "started", "migration started", "migration ended", "migration started");
        assertThat(HowFar.openMigration(store.journalOf(NEW).entries())).isPresent();
        journal(Phase.MIGRATE, "migration failed");
        assertThat(HowFar.openMigration(store.journalOf(NEW).entries())).isEmpty();
    }

    private List<ReleaseRecord> settle() {
        return settle(Optional.empty(), Optional.empty());
    }

    private ReleaseRecord answer(SettleRequest.Answer answer) {
        return settle(Optional.of(NEW), Optional.of(answer)).get(0);
    }

    private List<ReleaseRecord> settle(Optional<String> release, Optional<SettleRequest.Answer> answer) {
        SettleRequest request = new SettleRequest(target, release, answer, "alice", Duration.ZERO);
        return Settle.settle(request, host, () -> Instant.EPOCH, new SilentLog(), UnaryOperator.identity());
    }

    private void journal(Phase phase, String... events) {
        for (String event : events) {
            store.journal(NEW, phase, event, "3");
        }
    }

    private void begin(String name, String script, String... arguments) {
        Command command = HostFiles.script("work", script, arguments);
        host.require(LastingWork.start(command, work(name)), Deadline.in(Duration.ofSeconds(30)));
    }

    private LastingWork.State state(String name) {
        String output = host.require(LastingWork.look(work(name)), Deadline.in(Duration.ofSeconds(30)))
                .output();
        return LastingWork.parse(output).get(name).state();
    }

    private State state() {
        return store.read().find(NEW).orElseThrow().state();
    }

    private String work(String name) {
        return ReleasePaths.of(target).work(NEW) + "/" + name;
    }

    private String file(String name) {
        return folder.getRoot().toPath().resolve(name).toString();
    }
}
