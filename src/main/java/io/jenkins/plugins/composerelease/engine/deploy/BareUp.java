package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;

/**
 * Keeps a {@code docker compose up} by hand in a target's directory from starting something else than what was released:
 * old images, or blanks in the place of what a release gives it.
 */
final class BareUp {
    private static final String MARK = "written by compose-release";
    /** Compose stops at a variable that has to have a value, whatever it was asked for. */
    private static final String FILE = """
            # MARK; each release writes it again.
            # What runs here was released: its compose files, images and variables are those of a release below
            # .compose-release/releases, and secrets are not in any file of it. To change what runs, use
            #   compose-release deploy, compose-release rollback
            # To look at what runs, name the project:
            #   docker compose --project-name PROJECT ps    (from another directory)
            services:
              released:
                image: "${COMPOSE_RELEASE:?this stack is released by compose-release, see compose.yaml}"
            """;

    private final CommandRunner host;
    private final Target target;

    BareUp(CommandRunner host, Target target) {
        this.host = host;
        this.target = target;
    }

    /**
     * @param serving the release that serves; what it put into the directory itself is left alone
     */
    void refuse(ReleaseRecord serving) {
        host.require(
                HostFiles.replaceComposeFiles(
                        target.directory(),
                        MARK,
                        serving.transferred(),
                        Secret.of(FILE.replace("MARK", MARK).replace("PROJECT", target.project()))),
                Deadline.in(Duration.ofMinutes(1)));
    }
}
