package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Guards;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What another target verified, for a target that takes nothing else.
 *
 * @param by what is required
 * @param release the release that serves there and is of this revision; empty when there is none that counts
 * @param check the result for the preflight
 */
record Verified(Guards.Required by, Optional<ReleaseRecord> release, Plan.Check check) {
    private static final String NAME = "verified before";

    /** Looks at the other target; what keeps it from being looked at is a failed check too. */
    static Verified look(Guards.Required by, String revision, Supplier<TargetLook> other) {
        try {
            TargetLook look = other.get();
            return look.serving()
                    .flatMap(id -> look.releases().stream()
                            .filter(record -> record.id().equals(id))
                            .findFirst())
                    .map(serving -> judge(by, revision, serving))
                    .orElseGet(() -> refused(
                            by,
                            "nothing was released to '" + by.target() + "' yet",
                            "Release this revision there first."));
        } catch (ReleaseException e) {
            return refused(by, e.getMessage(), "Bring '" + by.target() + "' back, and plan again.");
        }
    }

    private static Verified judge(Guards.Required by, String revision, ReleaseRecord serving) {
        String which = by.target() + "/" + serving.id();
        if (!serving.revision().equals(revision)) {
            return refused(
                    by,
                    "'" + by.target() + "' serves revision " + serving.revision() + ", expected " + revision,
                    "Release this revision there first.");
        }
        if (by.check().isEmpty()) {
            return verified(by, serving, which + " serves");
        }
        String name = by.check().get();
        Optional<ReleaseRecord.Check> made = serving.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst();
        if (made.isEmpty()) {
            return refused(
                    by,
                    "check '" + name + "' was not made on " + which,
                    "Make it: 'compose-release check --target " + by.target() + " --name " + name
                            + "', or the step releaseCheck.");
        }
        return made.get().passed()
                ? verified(by, serving, which + " passed '" + name + "'")
                : refused(
                        by,
                        "check '" + name + "' failed on " + which + ": "
                                + made.get().detail(),
                        "Mend it and release there first.");
    }

    private static Verified verified(Guards.Required by, ReleaseRecord release, String how) {
        return new Verified(by, Optional.of(release), new Plan.Check(NAME, true, how, ""));
    }

    private static Verified refused(Guards.Required by, String why, String remedy) {
        return new Verified(by, Optional.empty(), new Plan.Check(NAME, false, why, remedy));
    }

    /** Name of what was verified, {@code target/release}. */
    Optional<String> name() {
        return release.map(record -> by.target() + "/" + record.id());
    }

    /** Images of the services that were verified. */
    Map<String, ImageReference> images() {
        return release.map(ReleaseRecord::images).orElse(Map.of());
    }
}
