package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.testing.FakeHost;
import io.jenkins.plugins.composerelease.testing.SilentLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.Test;

/** Which release a name stands for. */
public class RollbackChoiceTest {
    private static final ReleaseRecord OLD = record("20260101T000000000Z-abcdef0", "abcdef0111");
    private static final ReleaseRecord AGAIN = record("20260102T000000000Z-abcdef0", "abcdef0111");
    private static final ReleaseRecord OTHER = record("20260103T000000000Z-abcdef0", "abcdef0222");

    @Test
    public void revisionNeedsAsManyDigitsAsGitPrints() {
        assertThatThrownBy(() -> choose("a", OLD)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> choose("abcdef", OLD)).hasMessageContaining("at least 7 digits");
        assertThat(choose("abcdef0", OLD)).isEqualTo(OLD);
    }

    @Test
    public void newestReleaseOfARevisionIsMeantUnlessItsIdIsGiven() {
        assertThat(choose("abcdef0111", AGAIN, OLD)).isEqualTo(AGAIN);
        assertThat(choose(OLD.id(), AGAIN, OLD)).isEqualTo(OLD);
    }

    @Test
    public void nameOfTwoRevisionsIsRefused() {
        assertThatThrownBy(() -> choose("abcdef0", OTHER, OLD))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("abcdef0111")
                .hasMessageContaining("abcdef0222");
        assertThat(choose("abcdef02", OTHER, OLD)).isEqualTo(OTHER);
    }

    private static ReleaseRecord choose(String to, ReleaseRecord... records) {
        Target target = PreflightTest.target(List.of(), Target.AtRest.MEMORY);
        RollbackRequest request = new RollbackRequest(target, Optional.of(to), false, "alice", Duration.ZERO);
        return new Rollback(Instant::now, new SilentLog(), UnaryOperator.identity())
                .choose(request, new Remembering(records))
                .release();
    }

    private static ReleaseRecord record(String id, String revision) {
        return new ReleaseRecord(
                1,
                id,
                "shop",
                "production",
                revision,
                "",
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                ReleaseRecord.State.SUCCEEDED,
                "",
                "alice",
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                Optional.empty());
    }

    private static final class Remembering extends FakeHost {
        private final StringBuilder output = new StringBuilder("\n\n");

        Remembering(ReleaseRecord... records) {
            for (ReleaseRecord record : records) {
                output.append("--- compose-release record ---\n")
                        .append(Json.pretty(record))
                        .append('\n');
            }
        }

        @Override
        public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
            return new CommandResult(0, output.toString(), "", Duration.ZERO);
        }
    }
}
