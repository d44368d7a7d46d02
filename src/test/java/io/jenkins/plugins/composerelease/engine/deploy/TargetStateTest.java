package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Which migrations are in the data, after releases and restores. Records are named by their order in time. */
public class TargetStateTest {
    private static final ReleaseRecord ONE = record("1", false);
    private static final ReleaseRecord TWO = record("3", true);

    @Test
    public void withoutARestoreEverythingIsInTheData() {
        TargetStore.State state = state(TWO, ONE);

        assertThat(state.inData(ONE)).isTrue();
        assertThat(state.inData(TWO)).isTrue();
        assertThat(state.destructiveSince(ONE.id())).isTrue();
    }

    @Test
    public void aRestoreTakesAwayWhatCameAfterItsBackup() {
        TargetStore.State state = state(restore("5", "2"), TWO, ONE);

        assertThat(state.inData(ONE)).isTrue();
        assertThat(state.inData(TWO)).isFalse();
        assertThat(state.destructiveSince(ONE.id())).isFalse();
    }

    @Test
    public void theBackupOfAReleaseIsFromBeforeItsMigrations() {
        assertThat(state(restore("5", "3"), TWO, ONE).inData(TWO)).isFalse();
        assertThat(state(restore("5", "4"), TWO, ONE).inData(TWO)).isTrue();
    }

    @Test
    public void whatIsReleasedAfterARestoreIsInTheData() {
        ReleaseRecord three = record("6", true);

        assertThat(state(three, restore("5", "2"), TWO, ONE).inData(three)).isTrue();
    }

    @Test
    public void restoringTheDataOfBeforeARestoreBringsItBack() {
        TargetStore.State state = state(restore("7", "5"), restore("5", "2"), TWO, ONE);

        assertThat(state.inData(TWO)).isTrue();
        assertThat(state.inData(ONE)).isTrue();
    }

    @Test
    public void aRestoreThatFailedTookNothingAway() {
        ReleaseRecord failed = restore("5", "2").ended(State.ROLLED_BACK, "", Instant.EPOCH);

        assertThat(state(failed, TWO, ONE).inData(TWO)).isTrue();
    }

    /** A later release that failed before its switch says nothing of what an interrupted one left half done. */
    @Test
    public void staysUnsettledUntilAReleaseSucceedsOrGoesBackAsAWhole() {
        ReleaseRecord open = record("3", false).ended(State.NEEDS_ATTENTION, "", Instant.EPOCH);
        ReleaseRecord failed = record("4", false).ended(State.FAILED, "", Instant.EPOCH);

        assertThat(state(failed, open, ONE).unsettled()).isTrue();
        assertThat(state(failed.ended(State.RUNNING, "", Instant.EPOCH), ONE).unsettled())
                .isTrue();
        assertThat(state(record("5", false), failed, open, ONE).unsettled()).isFalse();
        assertThat(state(failed.ended(State.ROLLED_BACK, "", Instant.EPOCH), open, ONE)
                        .unsettled())
                .isFalse();
        assertThat(state(failed, ONE, open).unsettled()).isFalse();
        assertThat(state().unsettled()).isFalse();
    }

    @Test
    public void aRestoreSettlesARestoreAndNoRelease() {
        ReleaseRecord open = record("3", false).ended(State.NEEDS_ATTENTION, "", Instant.EPOCH);

        assertThat(state(restore("5", "2"), open, ONE).unsettled()).isTrue();
        assertThat(state(restore("5", "2"), open.restoring("2"), ONE).unsettled())
                .isFalse();
        assertThat(state(open.restoring("2"), ONE).unsettled()).isTrue();
    }

    @Test
    public void readsRecordsOfBeforeThereWereRestores() {
        String json = Json.line(restore("5", "2")).replace(",\"restored\":\"2\"", "");

        assertThat(json).doesNotContain("restored");
        assertThat(Json.read(json, ReleaseRecord.class, "the record").restored())
                .isEmpty();
        assertThat(Json.read(Json.line(restore("5", "2")), ReleaseRecord.class, "the record"))
                .isEqualTo(restore("5", "2"));
    }

    /** A host's disk outlives all logs. */
    @Test
    public void whatOthersSaidIsMaskedBeforeItIsWritten() {
        Written host = new Written();
        Target target = PreflightTest.target(List.of(), Target.AtRest.MEMORY);
        TargetStore store =
                new TargetStore(host, target, () -> Instant.EPOCH, text -> text.replace("geheim-7", "****"));

        store.journal("1", Phase.VERIFY, "failed", "it says geheim-7");
        store.write(ONE.ended(State.FAILED, "geheim-7 again", Instant.EPOCH)
                .checked(new ReleaseRecord.Check("e2e", false, "and geheim-7", Instant.EPOCH, "alice")));

        assertThat(host.written)
                .hasSize(2)
                .allMatch(text -> text.contains("****"))
                .noneMatch(text -> text.contains("geheim"));
        assertThat(host.written.get(1)).contains("**** again").contains("and ****");
    }

    private static final class Written implements CommandRunner {
        private final List<String> written = new ArrayList<>();

        @Override
        public String place() {
            return "web1";
        }

        @Override
        public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
            command.stdin().ifPresent(text -> written.add(text.reveal()));
            return new CommandResult(0, "", "", Duration.ZERO);
        }

        @Override
        public RunningCommand start(Command command, OutputListener listener) {
            throw new AssertionError(command.purpose());
        }
    }

    private static TargetStore.State state(ReleaseRecord... newestFirst) {
        Optional<String> current =
                Arrays.stream(newestFirst).map(ReleaseRecord::id).findFirst();
        return new TargetStore.State(current, Optional.empty(), List.of(newestFirst));
    }

    private static ReleaseRecord restore(String id, String backup) {
        return record(id, false).restoring(backup);
    }

    /** A target whose directory is on this machine. */
    static Target targetIn(String directory) {
        Target usual = PreflightTest.target(List.of(), Target.AtRest.MEMORY);
        return new Target(
                usual.name(),
                usual.ssh(),
                directory,
                usual.project(),
                usual.files(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                usual.atRest(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                usual.stability(),
                usual.timeout(),
                usual.readiness(),
                usual.keep());
    }

    static ReleaseRecord record(String id, boolean destructive) {
        return new ReleaseRecord(
                1,
                id,
                "shop",
                "production",
                "abcdef0",
                "",
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(id),
                destructive,
                Optional.empty(),
                State.SUCCEEDED,
                "",
                "alice",
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                Optional.empty());
    }
}
