package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Target.AtRest;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Secret files of a target, on its tmpfs or, where it says so, in its directory. A file's name ends with a print of its
 * content and place, and so does a label of the services that use it: an unchanged secret recreates no service, one that
 * was rotated or moved recreates those that use it.
 */
final class TargetSecrets {
    private static final Duration TIME = Duration.ofSeconds(30);
    /** A directory that is gone, or another user's, has nothing of ours. What is left empty goes too. */
    private static final String PRUNE = "h1=$1; d1=$2; h2=$3; d2=$4; shift 4; for p in 1 2; do "
            + "case $p in 1) h=$h1; d=$d1 ;; 2) h=$h2; d=$d2 ;; esac; "
            + HostFiles.own("\"$h\"") + " && " + HostFiles.own("\"$d\"") + " || continue; "
            + "for f in \"$d\"/*; do test -e \"$f\" || continue; k=; for g do test \"$f\" = \"$g\" && k=1; done; "
            + "test -n \"$k\" || rm -f -- \"$f\" || exit 1; done; rmdir -- \"$d\" \"$h\" 2> /dev/null; done; exit 0";

    private final CommandRunner host;
    private final Target target;
    private final KeyedHash hash;

    TargetSecrets(CommandRunner host, Target target, KeyedHash hash) {
        this.host = host;
        this.target = target;
        this.hash = hash;
    }

    /** What changes with a secret's content, and with where a host keeps it. */
    static String print(KeyedHash hash, AtRest place, SecretBinding secret) {
        return hash.of(secret.value().bytes()) + (place == AtRest.FILE ? ".file" : "");
    }

    /** Path of each secret's file. */
    Map<String, String> paths() {
        Map<String, String> paths = new TreeMap<>();
        for (SecretBinding secret : files()) {
            paths.put(secret.name(), path(secret));
        }
        return paths;
    }

    /**
     * Writes the files. The directory lets nobody but its owner in (0700); the files themselves are readable (0444),
     * because Compose mounts them as they are, also for containers whose process is not root.
     *
     * @throws io.jenkins.plugins.composerelease.engine.model.CommandFailedException if the directory is another user's
     */
    void write() {
        if (files().isEmpty()) {
            return;
        }
        host.require(HostFiles.privateDirectories(levels(target.atRest())), Deadline.in(TIME));
        for (SecretBinding secret : files()) {
            host.require(HostFiles.write(path(secret), "444", secret.value()), Deadline.in(TIME));
        }
    }

    /**
     * Removes the project's files that nothing uses, from both places.
     *
     * @param used paths, also of other files
     */
    void prune(Collection<String> used) {
        List<String> arguments = new ArrayList<>(levels(AtRest.MEMORY));
        arguments.addAll(levels(AtRest.FILE));
        arguments.addAll(used);
        host.require(
                HostFiles.script("remove secret files that nothing uses", PRUNE, arguments.toArray(new String[0])),
                Deadline.in(TIME));
    }

    private List<SecretBinding> files() {
        return target.secrets().stream()
                .filter(secret -> secret.kind() == SecretBinding.Kind.FILE)
                .toList();
    }

    private String path(SecretBinding secret) {
        return levels(target.atRest()).get(1) + "/" + secret.name() + "-" + print(hash, target.atRest(), secret);
    }

    private List<String> levels(AtRest place) {
        String home = place == AtRest.MEMORY
                ? "/dev/shm/compose-release-" + hash.of(target.directory())
                : ReleasePaths.of(target).secrets();
        return List.of(home, home + "/" + target.project());
    }
}
