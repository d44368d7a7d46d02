package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Guards;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class VerifiedTest {
    private static final Guards.Required TESTED = new Guards.Required("staging", Optional.of("e2e"));
    private static final Guards.Required SERVES = new Guards.Required("staging", Optional.empty());
    private static final String NEW = "abcdef0111";
    private static final ReleaseRecord RELEASE = record(NEW);

    @Test
    public void releaseThatPassedTheCheckCounts() {
        Verified verified = look(TESTED, RELEASE.checked(check("e2e", true)));
        assertThat(verified.check().ok()).isTrue();
        assertThat(verified.name()).contains("staging/" + RELEASE.id());
        assertThat(verified.images()).isEqualTo(RELEASE.images());
        assertThat(look(SERVES, RELEASE).check().ok()).isTrue();
    }

    @Test
    public void anythingElseIsRefusedWithWhatToDo() {
        refused(look(TESTED, RELEASE), "was not made");
        refused(look(TESTED, RELEASE.checked(check("smoke", true))), "was not made");
        refused(look(TESTED, RELEASE.checked(check("e2e", false))), "check 'e2e' failed");
        refused(look(SERVES, record("abcdef0222")), "serves revision abcdef0222, expected " + NEW);
        refused(Verified.look(SERVES, NEW, () -> look(Optional.empty(), RELEASE)), "nothing was released");
        refused(
                Verified.look(SERVES, NEW, () -> {
                    throw new ReleaseException(ExitCode.FAILED, "Could not connect to 'staging'.", "");
                }),
                "Could not connect");
    }

    @Test
    public void eachTargetOfASequenceRequiresTheOneBeforeIt() {
        Target bare = PreflightTest.target(List.of(), Target.AtRest.MEMORY); // called production
        Sequence sequence = new Sequence(List.of("staging", "production"));
        assertThat(sequence.turn(bare).guards().requires()).contains(SERVES);
        assertThat(new Sequence(List.of("production", "staging")).turn(bare)).isEqualTo(bare);
        Target own = bare.with(new Guards(List.of(), Optional.of(new Guards.Required("qa", Optional.of("e2e")))));
        assertThat(sequence.turn(own)).isEqualTo(own);
        assertThatThrownBy(() -> new Sequence(List.of("a", "b", "a"))).isInstanceOf(InvalidInputException.class);
    }

    private static void refused(Verified verified, String why) {
        assertThat(verified.check().ok()).isFalse();
        assertThat(verified.check().detail()).contains(why);
        assertThat(verified.check().remedy()).isNotEmpty();
        assertThat(verified.name()).isEmpty();
        assertThat(verified.images()).isEmpty();
    }

    private static Verified look(Guards.Required required, ReleaseRecord serving) {
        return Verified.look(required, NEW, () -> look(Optional.of(serving.id()), serving));
    }

    private static TargetLook look(Optional<String> serving, ReleaseRecord record) {
        return new TargetLook("staging", serving, Optional.empty(), List.of(), List.of(record), List.of());
    }

    private static ReleaseRecord.Check check(String name, boolean passed) {
        return new ReleaseRecord.Check(name, passed, "3 of 4 passed", Instant.EPOCH, "build 7");
    }

    static ReleaseRecord record(String revision) {
        return new ReleaseRecord(
                1,
                "20260101T000000000Z-" + revision.substring(0, 7),
                "shop",
                "staging",
                revision,
                "",
                Map.of("web", ImageReference.parse("r.io/web@sha256:" + "1".repeat(64))),
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
}
