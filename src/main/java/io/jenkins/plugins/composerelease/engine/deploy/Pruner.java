package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Removes what no kept release needs: old releases' files and images, superseded secret files. Never others'. */
final class Pruner {
    private final CommandRunner host;
    private final Target target;
    private final TargetStore store;
    private final ReleaseRun run;
    private final ReleaseLog log;
    private final TargetSecrets secrets;

    Pruner(
            CommandRunner host,
            Target target,
            TargetStore store,
            ReleaseRun run,
            ReleaseLog log,
            TargetSecrets secrets) {
        this.host = host;
        this.target = target;
        this.store = store;
        this.run = run;
        this.log = log;
        this.secrets = secrets;
    }

    /** The release serves already: what cannot be removed is a warning, not a failure. */
    void prune() {
        try {
            run.phase(Phase.PRUNE, "", () -> {
                pruneSecrets();
                keepRoom();
                new BareUp(host, target).refuse(run.record());
                return Text.count(removeOld(), "old release") + " removed, " + target.keep() + " kept at most";
            });
        } catch (ReleaseException e) {
            warn(e);
        }
    }

    /** The same without other releases, which a restore leaves as they are. */
    void pruneSecretsAlone() {
        try {
            pruneSecrets();
        } catch (ReleaseException e) {
            warn(e);
        }
    }

    private void warn(ReleaseException e) {
        log.warn("Pruning target '" + target.name() + "' failed: " + e.getMessage());
    }

    /**
     * Removes the secrets that a failed release brought and that nothing uses. What is in the way is told with the failure,
     * and never in its place.
     *
     * @param held the lock; without it the files may be those of another release
     */
    DeployFailedException after(DeployFailedException failure, TargetLock held) {
        boolean interrupted = Thread.interrupted();
        try {
            held.requireHeld();
            pruneSecrets();
            keepRoom();
        } catch (ReleaseException e) {
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return failure;
    }

    /** On a disk that is full, the next release says so before it begins. */
    private void keepRoom() {
        host.run(HostFiles.reserve(ReleasePaths.of(target).reserve()), Deadline.in(Duration.ofMinutes(1)));
    }

    /** Services that were not switched mount the files they started with, whatever the secrets are now. */
    private void pruneSecrets() {
        RunningStack stack = RunningStack.inspect(host, target.project());
        if (!stack.oneOff()) {
            Set<String> used = new TreeSet<>(stack.mounts());
            store.read()
                    .serving()
                    .ifPresent(release ->
                            used.addAll(new ReleaseFiles(host, ReleasePaths.of(target)).secretPaths(release.id())));
            secrets.prune(used);
        }
    }

    /** Of the images of removed releases those alone that the application published itself: others' others may need. */
    static List<ImageReference> unneeded(List<ReleaseRecord> all, List<ReleaseRecord> old) {
        Set<String> own = new TreeSet<>();
        all.forEach(record -> own.addAll(record.more().published()));
        Set<ImageReference> kept = new HashSet<>();
        all.stream()
                .filter(record -> !old.contains(record))
                .forEach(record -> kept.addAll(record.images().values()));
        return old.stream()
                .flatMap(record -> record.images().values().stream())
                .distinct()
                .filter(image -> own.contains(image.name()) && !kept.contains(image))
                .toList();
    }

    private int removeOld() {
        TargetStore.State state = store.read();
        List<ReleaseRecord> old = superseded(state.records(), target.keep()).stream()
                .filter(record -> !state.current().equals(Optional.of(record.id())))
                .toList();
        if (target.rollout().pruneImages()) {
            unneeded(state.records(), old)
                    .forEach(image -> host.run(Docker.removeImage(image), Deadline.in(Duration.ofMinutes(1))));
        }
        old.forEach(record -> store.remove(record.id()));
        return old.size();
    }

    /** Releases older than the last {@code keep} that succeeded: failures never push a good release out. */
    static List<ReleaseRecord> superseded(List<ReleaseRecord> newestFirst, int keep) {
        int succeeded = 0;
        for (int i = 0; i < newestFirst.size(); i++) {
            if (succeeded == keep) {
                return newestFirst.subList(i, newestFirst.size());
            }
            if (newestFirst.get(i).state() == ReleaseRecord.State.SUCCEEDED) {
                succeeded++;
            }
        }
        return List.of();
    }
}
