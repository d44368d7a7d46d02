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

    /** Prints {@code name@digest} of each repository that an image was pushed to or pulled from, one a line. */
    public static Command repositoryDigests(String image) {
        return Command.of(
                "read the digests of image '" + image + "'",
                "docker",
                "image",
                "inspect",
                "--format",
                "{{range .RepoDigests}}{{println .}}{{end}}",
                image);
    }
}
