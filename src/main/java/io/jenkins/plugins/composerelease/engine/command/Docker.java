package io.jenkins.plugins.composerelease.engine.command;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import java.util.ArrayList;
import java.util.List;

/** Builds {@code docker} commands. Pure: nothing runs here. */
public final class Docker {
    private static final String PROJECT_LABEL = "com.docker.compose.project=";

    private Docker() {}

    /** Streams the events of a project's containers as one JSON object a line. */
    public static Command events(String project) {
        return Command.of(
                "watch the events of project '" + project + "'",
                "docker",
                "events",
                "--format",
                "{{json .}}",
                "--filter",
                "type=container",
                "--filter",
                "label=" + PROJECT_LABEL + project);
    }

    /** Prints the ids of a project's containers, running or not, one a line, without one-off {@code run} ones. */
    public static Command containers(String project) {
        return Command.of(
                "list the containers of project '" + project + "'",
                "docker",
                "ps",
                "--all",
                "--quiet",
                "--no-trunc",
                "--filter",
                "label=" + PROJECT_LABEL + project,
                "--filter",
                "label=com.docker.compose.oneoff=False");
    }

    /** Prints the ids of a project's running one-off containers, those of {@code compose run}. */
    public static Command oneOffContainers(String project) {
        return Command.of(
                "list the one-off containers of project '" + project + "'",
                "docker",
                "ps",
                "--quiet",
                "--filter",
                "label=" + PROJECT_LABEL + project,
                "--filter",
                "label=com.docker.compose.oneoff=True");
    }

    /** Prints a JSON array with a container's state each. */
    public static Command inspect(List<String> containers) {
        List<String> argv = new ArrayList<>(List.of("docker", "container", "inspect"));
        argv.addAll(containers);
        return Command.of("inspect containers", argv);
    }

    /** Prints the last lines that a container wrote, both streams. */
    public static Command logs(String container, int lines) {
        return Command.of(
                "read the log of container '" + container + "'",
                "docker",
                "logs",
                "--tail",
                String.valueOf(lines),
                container);
    }

    public static Command pull(ImageReference reference) {
        return Command.of("pull " + reference, "docker", "pull", "--quiet", reference.toString());
    }

    /** Logs in with the password on standard input (add it with {@code withStdin}). */
    public static Command login(String registry, String username) {
        return Command.of(
                "log in to registry '" + registry + "' as '" + username + "'",
                "docker",
                "login",
                "--username",
                username,
                "--password-stdin",
                registry);
    }

    /** Succeeds when the engine has the image. */
    public static Command imageExists(ImageReference reference) {
        return Command.of(
                "look for " + reference, "docker", "image", "inspect", "--format", "{{.Id}}", reference.toString());
    }

    /** Removes an image's name, and the image where nothing uses it any more. */
    public static Command removeImage(ImageReference reference) {
        return Command.of("remove " + reference, "docker", "image", "rm", reference.toString());
    }
}
