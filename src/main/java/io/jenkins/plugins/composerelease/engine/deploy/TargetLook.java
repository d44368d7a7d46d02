package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.util.List;
import java.util.Optional;

/**
 * What a target remembers and runs.
 *
 * @param target target name
 * @param serving id of the release that serves
 * @param lockedBy who holds the lock
 * @param running services with a running container
 * @param releases all recorded releases, newest first
 * @param backups all backups of its database, newest first
 * @param watch what is under way and what is left open
 */
public record TargetLook(
        String target,
        Optional<String> serving,
        Optional<String> lockedBy,
        List<String> running,
        List<ReleaseRecord> releases,
        List<BackupRecord> backups,
        TargetWatch watch) {
    public TargetLook {
        running = List.copyOf(running);
        releases = List.copyOf(releases);
        backups = List.copyOf(backups);
    }

    /** A target where nothing is under way. */
    public TargetLook(
            String target,
            Optional<String> serving,
            Optional<String> lockedBy,
            List<String> running,
            List<ReleaseRecord> releases,
            List<BackupRecord> backups) {
        this(target, serving, lockedBy, running, releases, backups, TargetWatch.NOTHING);
    }

    public static TargetLook at(Target target, CommandRunner host, Clock clock) {
        TargetStore.State state = new TargetStore(host, target, clock).read();
        HostFacts facts = HostFacts.ask(host, ReleasePaths.of(target), clock);
        return new TargetLook(
                target.name(),
                state.current(),
                Optional.of(facts.text("lockedby")).filter(owner -> facts.has("lockedby")),
                RunningStack.inspect(host, target.project()).running(),
                state.records(),
                Backups.list(target, host),
                TargetWatch.at(host, ReleasePaths.of(target), state, facts.has("lockedby")));
    }
}
