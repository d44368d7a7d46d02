package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Brings images to a host by digest, logged in for as long as that takes and no longer. */
final class ImagePuller {
    /** The login lives as long as this script, however it ends: what stops it is TERM, and that is trapped. */
    private static final String PULL = "d=$(mktemp -d /dev/shm/compose-release-login.XXXXXXXX) || exit 1; "
            + "trap 'rm -rf -- \"$d\"' EXIT; trap 'exit 143' HUP INT TERM; export DOCKER_CONFIG=\"$d\"; "
            + "if test -n \"$1\"; then docker login --username \"$2\" --password-stdin \"$1\" > /dev/null || exit 1; fi; "
            + "shift 2; for i do docker pull --quiet \"$i\" > /dev/null < /dev/null || exit 1; echo \"pulled $i\"; done";

    private final CommandRunner host;
    private final ReleaseLog log;

    ImagePuller(CommandRunner host, ReleaseLog log) {
        this.host = host;
        this.log = log;
    }

    /** Pulls what the host does not have; returns how many that were. */
    int pull(Collection<ImageReference> images, Optional<RegistryLogin> login, Deadline deadline) {
        List<ImageReference> missing = images.stream()
                .distinct()
                .filter(image -> !image.repository().equals(RunningStack.UNNAMED) && !present(image))
                .toList();
        if (missing.isEmpty()) {
            return 0;
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(
                login.flatMap(RegistryLogin::username).isPresent() ? login.get().host() : "");
        arguments.add(login.flatMap(RegistryLogin::username).orElse(""));
        missing.forEach(image -> arguments.add(image.toString()));
        Command pull = HostFiles.script("pull the images", PULL, arguments.toArray(new String[0]))
                .withStdin(login.flatMap(RegistryLogin::password).orElse(Secret.of("")));
        host.run(pull, deadline, (error, line) -> {
                    if (!error && line.startsWith("pulled ")) {
                        log.progress(line);
                    }
                })
                .orThrow(pull, host.place());
        return missing.size();
    }

    private boolean present(ImageReference image) {
        return host.run(Docker.imageExists(image), Deadline.in(Duration.ofSeconds(30)))
                .succeeded();
    }
}
