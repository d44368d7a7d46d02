package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings images to a host by digest, logged in for as long as that takes and no longer. */
final class ImagePuller {
    private final CommandRunner host;
    private final ReleaseLog log;

    ImagePuller(CommandRunner host, ReleaseLog log) {
        this.host = host;
        this.log = log;
    }

    /** Pulls what the host does not have; returns how many that were. */
    int pull(Collection<ImageReference> images, Optional<RegistryLogin> login, Deadline deadline) {
        List<ImageReference> missing =
                images.stream().distinct().filter(image -> !present(image)).toList();
        if (missing.isEmpty()) {
            return 0;
        }
        String config = host.require(
                        Command.of(
                                "make a private Docker configuration",
                                "mktemp",
                                "-d",
                                "-p",
                                "/dev/shm",
                                "cr-login.XXXXXX"),
                        deadline)
                .output()
                .strip();
        try {
            Map<String, String> environment = Map.of("DOCKER_CONFIG", config);
            login.filter(registry -> registry.username().isPresent())
                    .ifPresent(registry -> host.require(
                            Docker.login(registry.host(), registry.username().get())
                                    .withEnvironment(environment)
                                    .withStdin(registry.password().get()),
                            deadline));
            for (ImageReference image : missing) {
                host.require(Docker.pull(image).withEnvironment(environment), deadline);
                log.progress("pulled " + image.repository() + "@"
                        + image.digest().orElse("").substring(0, 19));
            }
            return missing.size();
        } finally {
            host.run(HostFiles.removeTree(config), Deadline.in(Duration.ofSeconds(20)));
        }
    }

    private boolean present(ImageReference image) {
        return host.run(Docker.imageExists(image), Deadline.in(Duration.ofSeconds(30)))
                .succeeded();
    }
}
