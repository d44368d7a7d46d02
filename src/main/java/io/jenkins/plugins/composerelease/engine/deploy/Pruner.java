package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
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

/** Removes what no kept release needs: old releases' files and images, superseded secret files. Never others'. */
final class Pruner {
    private final CommandRunner host;
    private final Target target;
    private final TargetStore store;
    private final ReleaseRun run;
    private final ReleaseLog log;

    Pruner(CommandRunner host, Target target, TargetStore store, ReleaseRun run, ReleaseLog log) {
        this.host = host;
        this.target = target;
        this.store = store;
        this.run = run;
        this.log = log;
    }

    /** The release serves already: what cannot be removed is a warning, not a failure. */
    void prune(TargetSecrets secrets) {
        try {
            run.phase(Phase.PRUNE, "", () -> {
                if (target.services().isEmpty()) {
                    secrets.prune(); // services that were not switched still mount the files they started with
                }
                return Text.count(removeOld(), "old release") + " removed, " + target.keep() + " kept at most";
            });
        } catch (ReleaseException e) {
            log.warn("Pruning target '" + target.name() + "' failed: " + e.getMessage());
        }
    }

    private int removeOld() {
        TargetStore.State state = store.read();
        List<ReleaseRecord> old = superseded(state.records(), target.keep()).stream()
                .filter(record -> !state.current().equals(Optional.of(record.id())))
                .toList();
        Set<ImageReference> kept = new HashSet<>();
        state.records().stream()
                .filter(record -> !old.contains(record))
                .forEach(record -> kept.addAll(record.images().values()));
        for (ReleaseRecord record : old) {
            for (ImageReference image : new HashSet<>(record.images().values())) {
                if (!kept.contains(image)) {
                    host.run(Docker.removeImage(image), Deadline.in(Duration.ofMinutes(1)));
                }
            }
            store.remove(record.id());
        }
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
