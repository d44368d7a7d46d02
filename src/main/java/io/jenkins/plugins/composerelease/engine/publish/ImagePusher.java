package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.command.DockerPush;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pushes images that the Docker engine has. Thread-safe. */
final class ImagePusher {
    private static final Pattern PUSHED = Pattern.compile("(?m)^.*\\bdigest: (sha256:[0-9a-f]{64})\\b.*$");

    private final ImageCommands docker;

    /**
     * @param variables environment that holds the login
     */
    ImagePusher(CommandRunner docker, Map<String, String> variables, ReleaseLog log) {
        this.docker = new ImageCommands(docker, variables, log);
    }

    /**
     * Pushes an image under a tag, whatever that stands for at the registry.
     *
     * @param name what its lines are logged under
     * @param imageId its id in the engine
     * @return the digest of what was pushed, as the engine knows it
     */
    String push(String name, ImageReference target, String imageId, Deadline deadline) {
        docker.require(name, DockerPush.tag(imageId, target), deadline);
        CommandResult result = docker.require(name, DockerPush.push(target), deadline);
        Matcher matcher = PUSHED.matcher(result.output());
        String printed = "";
        while (matcher.find()) {
            printed = matcher.group(1);
        }
        String known = docker.ask(DockerPush.repositoryDigests(imageId), deadline).output();
        if (printed.isEmpty() || !hasDigest(known, target, printed)) {
            throw new ReleaseException(
                    ExitCode.PUBLISH_REFUSED,
                    "Docker pushed '" + target + "' as '" + printed + "', expected one of the digests of image "
                            + imageId + ": " + known.strip() + ".",
                    "Another build on this machine gave the name to its own image: publish again.");
        }
        return ImageReference.requireDigest(printed);
    }

    /** Docker lists images of Docker Hub by short names, whatever they were pushed as. */
    private static boolean hasDigest(String known, ImageReference target, String digest) {
        return known.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("<"))
                .map(ImageReference::parse)
                .anyMatch(reference -> reference.digest().equals(Optional.of(digest))
                        && reference.sameRepository(target));
    }
}
