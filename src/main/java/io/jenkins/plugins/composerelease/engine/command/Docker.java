package io.jenkins.plugins.composerelease.engine.command;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.ArrayList;
import java.util.List;

/** Builds {@code docker} commands. Pure: nothing runs here. */
public final class Docker {
    private static final List<String> STATE_EVENTS =
            List.of("start", "die", "oom", "health_status", "pause", "unpause", "destroy");
    private static final String PROJECT_LABEL = "com.docker.compose.project=";
    private static final String SERVICE_LABEL = "com.docker.compose.service=";

    private Docker() {}

    /**
     * Streams what changes the state of compose projects' containers, as one JSON object a line.
     *
     * @param since first event that is wanted: seconds since the epoch with a fraction, or a duration such as
     *     {@code 3s} before now by the host's clock
     */
    public static Command events(String since) {
        List<String> argv = new ArrayList<>(List.of("docker", "events", "--format", "{{json .}}", "--since", since));
        argv.addAll(List.of("--filter", "type=container", "--filter", "label=com.docker.compose.project"));
        for (String event : STATE_EVENTS) {
            argv.addAll(List.of("--filter", "event=" + event));
        }
        return Command.of("watch the events of containers", argv);
    }

    /**
     * Prints a line for each container of a project, running or not, without one-off {@code run} ones: id, state, status in
     * words, names, service and ports, separated by tabs.
     */
    public static Command list(String project) {
        return Command.of(
                "list the containers of project '" + project + "'",
                "docker",
                "ps",
                "--all",
                "--no-trunc",
                "--format",
                "{{.ID}}\t{{.State}}\t{{.Status}}\t{{.Names}}\t{{.Label \"com.docker.compose.service\"}}\t{{.Ports}}",
                "--filter",
                "label=" + PROJECT_LABEL + project,
                "--filter",
                "label=com.docker.compose.oneoff=False");
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

    /** Prints the labels of an image of the engine as a JSON object, or {@code null}. */
    public static Command imageLabels(String image) {
        return Command.of(
                "read the labels of image '" + image + "'",
                "docker",
                "image",
                "inspect",
                "--format",
                "{{json .Config.Labels}}",
                image);
    }

    /** Prints the name of the machine that the engine runs on. */
    public static Command engineName() {
        return Command.of("ask for the Docker engine's name", "docker", "info", "--format", "{{.Name}}");
    }

    /** Prints what the engine runs by itself, {@code os/architecture}. */
    public static Command enginePlatform() {
        return Command.of(
                "ask for the Docker engine's platform",
                "docker",
                "version",
                "--format",
                "{{.Server.Os}}/{{.Server.Arch}}");
    }

    /** Prints a JSON array with a container's state each. */
    public static Command inspect(List<String> containers) {
        List<String> argv = new ArrayList<>(List.of("docker", "container", "inspect"));
        argv.addAll(containers);
        return Command.of("inspect containers", argv);
    }

    /** Prints the last lines that a container wrote, both streams, each after its time and a space. */
    public static Command timedLogs(String container, int lines) {
        return Command.of(
                "read the log of container '" + container + "'",
                "docker",
                "logs",
                "--timestamps",
                "--tail",
                String.valueOf(lines),
                container);
    }

    /**
     * Streams what a container writes, both streams, each line after its time and a space, until it ends.
     *
     * @param since first moment that is wanted, as RFC 3339 has it; empty for the last 50 lines and what comes
     */
    public static Command followTimedLog(String container, String since) {
        List<String> from = since.isEmpty() ? List.of("--tail", "50") : List.of("--since", since);
        return Command.of(
                        "follow the log of container '" + container + "'", "docker", "logs", "--follow", "--timestamps")
                .withArguments(from)
                .withArguments(List.of(container));
    }

    /** Runs a command in a container, without a shell. */
    public static Command exec(String container, List<String> argv) {
        return Command.of("run '" + argv.get(0) + "' in container '" + container + "'", "docker", "exec", container)
                .withArguments(argv);
    }

    /** Runs a command in every running container of a service, without a shell. */
    public static Command execInAll(String project, String service, List<String> argv) {
        List<String> arguments = new ArrayList<>(List.of(PROJECT_LABEL + project, SERVICE_LABEL + service));
        arguments.addAll(argv);
        return HostFiles.script(
                "run '" + argv.get(0) + "' in service '" + service + "'",
                "p=$1; s=$2; shift 2; ids=$(docker ps --quiet --filter \"label=$p\" --filter \"label=$s\" "
                        + "--filter label=com.docker.compose.oneoff=False) || exit; "
                        + "for i in $ids; do docker exec \"$i\" \"$@\" < /dev/null || exit; done",
                arguments.toArray(new String[0]));
    }

    /** Prints name and compose project, separated by a tab, of the containers that publish a port of the host. */
    public static Command publishers(int port) {
        return Command.of(
                "find the container that publishes port " + port,
                "docker",
                "ps",
                "--format",
                "{{.Names}}\t{{.Label \"com.docker.compose.project\"}}",
                "--filter",
                "publish=" + port);
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

    /**
     * Prints every name, one a line, of those of several images that the engine has. Fails when it does not have all of
     * them.
     */
    public static Command imageNames(List<ImageReference> references) {
        return Command.of(
                        "look for " + Text.count(references.size(), "image"),
                        "docker",
                        "image",
                        "inspect",
                        "--format",
                        "{{range .RepoDigests}}{{println .}}{{end}}{{range .RepoTags}}{{println .}}{{end}}")
                .withArguments(references.stream().map(ImageReference::toString).toList());
    }

    /** Waits until the engine answers; exit code 1 when it does not within as many seconds. */
    public static Command awaitEngine(int seconds) {
        return HostFiles.script(
                "reach the Docker engine within " + seconds + " s",
                "n=$1; until docker version --format '{{.Server.Version}}' > /dev/null 2> /dev/null; do "
                        + "test \"$n\" -gt 0 || { echo 'it does not answer' >&2; exit 1; }; n=$((n - 1)); sleep 1; done",
                String.valueOf(seconds));
    }

    /** Stops a container with its own grace period, and keeps it. */
    public static Command stop(String container) {
        return Command.of("stop container '" + container + "'", "docker", "stop", container);
    }

    /** Removes an image's name, and the image where nothing uses it any more. */
    public static Command removeImage(ImageReference reference) {
        return Command.of("remove " + reference, "docker", "image", "rm", reference.toString());
    }

    /** Prints the ids of a service's running containers, one a line, without one-off {@code run} ones. */
    public static Command runningContainers(String project, String service) {
        return Command.of(
                "find the container of service '" + service + "'",
                "docker",
                "ps",
                "--quiet",
                "--no-trunc",
                "--filter",
                "label=" + PROJECT_LABEL + project,
                "--filter",
                "label=com.docker.compose.service=" + service,
                "--filter",
                "label=com.docker.compose.oneoff=False");
    }

    /** Prints a container's IP addresses, one a line; blank lines where it has none. */
    public static Command addresses(String container) {
        return Command.of(
                "find the address of container '" + container + "'",
                "docker",
                "container",
                "inspect",
                "--format",
                "{{range .NetworkSettings.Networks}}{{println .IPAddress}}{{end}}",
                container);
    }

    /** Removes a container, running or not. */
    public static Command removeContainer(String container) {
        return Command.of("remove container '" + container + "'", "docker", "rm", "--force", container);
    }
}
