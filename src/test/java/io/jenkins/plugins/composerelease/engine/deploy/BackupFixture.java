package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Targets and records with what tests of migrations and backups look at, and nothing else. */
final class BackupFixture {
    private BackupFixture() {}

    static Target with(Target plain, Optional<Migration> migration, Optional<Backup> backup) {
        return new Target(
                plain.name(),
                plain.ssh(),
                plain.directory(),
                plain.project(),
                plain.files(),
                plain.profiles(),
                plain.transfer(),
                plain.envFiles(),
                plain.variables(),
                plain.secrets(),
                plain.atRest(),
                plain.registry(),
                plain.services(),
                migration,
                backup,
                plain.verification(),
                plain.stability(),
                plain.timeout(),
                plain.readiness(),
                plain.keep());
    }

    static ReleaseRecord record(String id) {
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
                List.of("compose.yaml"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                ReleaseRecord.State.RUNNING,
                "",
                "the test",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }
}
