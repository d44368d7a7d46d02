package io.jenkins.plugins.composerelease.engine.command;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;

/** Builds the {@code docker} commands that bring an image to a registry. Pure: nothing runs here. */
public final class DockerPush {
    private DockerPush() {}

    /**
     * Gives an image of the engine a further name.
     *
     * @param image its id
     */
    public static Command tag(String image, ImageReference name) {
        return Command.of(
                "give image " + image + " the name " + name, "docker", "image", "tag", image, name.toString());
    }

    /** Pushes the layers that the registry lacks, and the manifest. */
    public static Command push(ImageReference name) {
        return Command.of("push " + name, "docker", "push", name.toString());
    }

    /** Takes a name from an image of the engine, and removes the image if it was its last. */
    public static Command untag(ImageReference name) {
        return Command.of("remove the name " + name, "docker", "image", "rm", "--no-prune", name.toString());
    }

    /**
     * Prints the names of an image, one a line: {@code name:tag} of each tag, and {@code name@digest} of each repository
     * that it was pushed to or pulled from.
     */
    public static Command names(String image) {
        return Command.of(
                "read the names of image '" + image + "'",
                "docker",
                "image",
                "inspect",
                "--format",
                "{{range .RepoTags}}{{println .}}{{end}}{{range .RepoDigests}}{{println .}}{{end}}",
                image);
    }
}
