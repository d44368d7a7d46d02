package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Plan.Check;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a plan says of the backup that comes before its migrations, and of what is run once. Read-only. */
final class DataForecast {
    private static final String NAME = "backup";
    private static final Duration TIME = Duration.ofMinutes(2);

    private DataForecast() {}

    /** @param pending whether migrations are pending, which a backup comes before */
    static List<Check> checks(
            Target target, boolean pending, TargetStore.State state, RunningStack running, Host host, ReleaseLog log) {
        List<Check> checks = new ArrayList<>();
        if (target.backup().isPresent() && pending) {
            checks.add(backup(target, state, running, host, log));
        }
        new FirstRunStep(target, host, log).check().ifPresent(checks::add);
        return checks;
    }

    private static Check backup(
            Target target, TargetStore.State state, RunningStack running, Host host, ReleaseLog log) {
        Backup settings = target.backup().orElseThrow();
        Optional<ReleaseRecord> serving = state.serving();
        if (serving.isEmpty() || !running.running().contains(settings.service())) {
            return ok("its size is not known before service '" + settings.service() + "' runs");
        }
        try {
            BackupFiles files = new BackupFiles(host, ReleasePaths.of(target));
            DatabaseBackup database = DatabaseBackup.of(
                    settings.database(), host, new HostStack(host, target, log).project(serving.get()));
            long expected = database.expectedBytes(Deadline.in(TIME));
            if (expected < 0) {
                return ok("there is no database '" + settings.database().name() + "' yet");
            }
            BackupSpace.Look look = new BackupSpace(host, target, files).look(expected);
            return new Check(NAME, look.enough(), look.toString(), look.enough() ? "" : look.remedy());
        } catch (ReleaseException e) {
            return new Check(NAME, false, e.getMessage(), "Mend the cause, or take 'backup' out of the target.");
        }
    }

    private static Check ok(String detail) {
        return new Check(NAME, true, detail, "");
    }
}
