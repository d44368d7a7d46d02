package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Secret files of a target on its tmpfs. A file's name ends with the keyed hash of its content, and so does a label of
 * the services that use it: an unchanged secret recreates no service, and a rotated one recreates those that use it.
 */
final class TargetSecrets {
    private static final Duration TIME = Duration.ofSeconds(30);
    private final CommandRunner host;
    private final Target target;
    private final KeyedHash hash;
    private final String home;
    private final String directory;

    TargetSecrets(CommandRunner host, Target target, KeyedHash hash) {
        this.host = host;
        this.target = target;
        this.hash = hash;
        this.home = "/dev/shm/compose-release-" + hash.of(target.directory());
        this.directory = home + "/" + target.project();
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
        host.require(HostFiles.privateDirectories(List.of(home, directory)), Deadline.in(TIME));
        for (SecretBinding secret : files()) {
            host.require(HostFiles.write(path(secret), "444", secret.value()), Deadline.in(TIME));
        }
    }

    /** Removes the files that the current secrets do not use any more. */
    void prune() {
        List<String> arguments = new ArrayList<>(List.of(home, directory));
        arguments.addAll(paths().values());
        host.require(
                HostFiles.script(
                        "remove superseded secret files",
                        HostFiles.own("\"$1\"") + " && " + HostFiles.own("\"$2\"")
                                + " || exit 0; d=$2; shift 2; for f in \"$d\"/*; do test -e \"$f\" || continue; k=; "
                                + "for g do test \"$f\" = \"$g\" && k=1; done; test -n \"$k\" || rm -f -- \"$f\"; done",
                        arguments.toArray(new String[0])),
                Deadline.in(TIME));
    }

    private List<SecretBinding> files() {
        return target.secrets().stream()
                .filter(secret -> secret.kind() == SecretBinding.Kind.FILE)
                .toList();
    }

    private String path(SecretBinding secret) {
        return directory + "/" + secret.name() + "-" + hash.of(secret.value().bytes());
    }
}
