package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.command.DockerPush;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pushes images that the Docker engine has, again where the registry is busy or the connection breaks: what is there
 * already is not sent again. Thread-safe.
 */
final class ImagePusher {
    /** What images are pushed as before their commit's tag is theirs; it means nothing and moves with each push. */
    static final String INCOMING = "_incoming";

    private static final Duration UNTAGGED = Duration.ofSeconds(30);
    private static final Pattern PUSHED = Pattern.compile("(?m)^.*\\bdigest: (sha256:[0-9a-f]{64})\\b.*$");
    /** ECR and Harbor: "is immutable"; Google: "has enabled tag immutability". */
    private static final Pattern IMMUTABLE = Pattern.compile("immutab", Pattern.CASE_INSENSITIVE);

    private final ImageCommands docker;
    private final Registry registry;
    private final DockerRetry retry;

    /**
     * @param variables environment that holds the login
     * @param registry the one that is pushed to
     */
    ImagePusher(CommandRunner docker, Map<String, String> variables, Registry registry, ReleaseLog log) {
        this(new ImageCommands(docker, variables, log), registry, new DockerRetry(log));
    }

    ImagePusher(ImageCommands docker, Registry registry, DockerRetry retry) {
        this.docker = docker;
        this.registry = registry;
        this.retry = retry;
    }

    /**
     * Pushes an image without a tag that anybody uses, so that a commit's tag is never taken from a faster publisher. The
     * engine does not keep that name.
     *
     * @param identity repository, and the tag that the image is pushed under where no tag of the repository may move
     * @return the digest of what was pushed, as the engine knows it
     */
    String pushAside(String name, ImageReference identity, String imageId, Deadline deadline) {
        ImageReference incoming = identity.withTag(INCOMING);
        try {
            return push(name, incoming, imageId, deadline);
        } catch (CommandFailedException e) {
            if (!isImmutable(e)) {
                throw e;
            }
            return push(name, identity, imageId, deadline); // such a registry lets the first publisher win by itself
        } finally {
            untag(incoming, imageId);
        }
    }

    /** Without its last name the image would be gone, and another push here may have taken this one: both stay. */
    private void untag(ImageReference name, String imageId) {
        try {
            List<ImageReference> tags = names(imageId, Deadline.in(UNTAGGED))
                    .filter(reference -> reference.tag().isPresent())
                    .toList();
            if (tags.size() > 1 && tags.stream().anyMatch(tag -> tag.canonical().equals(name.canonical()))) {
                docker.ask(DockerPush.untag(name), Deadline.in(UNTAGGED));
            }
        } catch (ReleaseException e) {
            return; // one name more in the engine is no failure
        }
    }

    /** Whether a push was refused as no tag of the repository may move, and this one stands for another image. */
    static boolean isImmutable(CommandFailedException refusal) {
        return IMMUTABLE.matcher(refusal.logTail()).find();
    }

    /**
     * Pushes an image under a tag, whatever that stands for at the registry.
     *
     * @param name what its lines are logged under
     * @param imageId its id in the engine
     * @return the digest of what was pushed, as the engine knows it
     * @throws ReleaseException with {@link ExitCode#PUBLISH_REFUSED} if the registry says no
     */
    String push(String name, ImageReference target, String imageId, Deadline deadline) {
        Command push = DockerPush.push(target);
        for (int attempt = 1; ; attempt++) {
            docker.require(name, DockerPush.tag(imageId, target), deadline);
            ImageCommands.Ran ran = docker.run(name, push, deadline);
            if (!ran.result().succeeded()) {
                retry.pause(docker.failed(push, ran), ran.result().errors(), attempt, deadline);
                registry.digest(target, deadline); // comes back when the registry answers: it may have asked to wait
                continue;
            }
            String printed = printedDigest(ran.result());
            List<String> known = names(imageId, deadline)
                    .filter(reference -> reference.sameRepository(target))
                    .flatMap(reference -> reference.digest().stream())
                    .toList();
            if (known.contains(printed)) {
                return ImageReference.requireDigest(printed);
            }
            // Two that push under one name at the same pace would take it from each other each time.
            retry.pause(
                    "another push took the name " + target,
                    otherImage(target, printed, imageId, known),
                    attempt,
                    deadline);
        }
    }

    private static String printedDigest(CommandResult result) {
        Matcher matcher = PUSHED.matcher(result.output());
        String printed = "";
        while (matcher.find()) {
            printed = matcher.group(1);
        }
        return printed;
    }

    /** Docker lists images of Docker Hub by short names, whatever they were pushed as. */
    private Stream<ImageReference> names(String imageId, Deadline deadline) {
        return docker.ask(DockerPush.names(imageId), deadline)
                .output()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("<"))
                .map(ImageReference::parse);
    }

    private static ReleaseException otherImage(
            ImageReference target, String printed, String imageId, List<String> known) {
        return new ReleaseException(
                ExitCode.PUBLISH_REFUSED,
                "Docker pushed '" + target + "' as '" + printed + "', expected one of the digests of image " + imageId
                        + " there: " + (known.isEmpty() ? "none" : String.join(", ", known)) + ".",
                "Other builds on this machine keep giving the name to their own images: publish again.");
    }
}
