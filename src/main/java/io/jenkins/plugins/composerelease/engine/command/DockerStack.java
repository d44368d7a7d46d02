package io.jenkins.plugins.composerelease.engine.command;

import io.jenkins.plugins.composerelease.engine.model.Command;
import java.util.ArrayList;
import java.util.List;

/** Builds {@code docker} commands for all that belongs to a compose project, found by its labels. Pure: nothing runs here. */
public final class DockerStack {
    private static final String PROJECT = "com.docker.compose.project";
    private static final String SERVICE = "com.docker.compose.service";
    private static final String NUMBER = "com.docker.compose.container-number";
    private static final String ONE_OFF = "com.docker.compose.oneoff";

    /** What a stack is made of, in the order in which it can be removed. */
    public enum Kind {
        CONTAINER("container"),
        NETWORK("network"),
        VOLUME("volume");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }

        @Override
        public String toString() {
            return noun;
        }
    }

    private DockerStack() {}

    /** Prints the ids (of volumes: the names) of what a project has of a kind, one a line; one-off containers too. */
    public static Command list(Kind kind, String project) {
        return list(kind, PROJECT + "=" + project, "--quiet");
    }

    /**
     * Prints the compose project and labels of everything of a kind that has a label, one a line, separated by tabs.
     *
     * @param label {@code name=value}
     */
    public static Command list(Kind kind, String label, List<String> printed) {
        StringBuilder format = new StringBuilder(placeholder(PROJECT));
        printed.forEach(name -> format.append('\t').append(placeholder(name)));
        return list(kind, label, "--format", format.toString());
    }

    private static Command list(Kind kind, String label, String... options) {
        List<String> argv = new ArrayList<>(List.of("docker", kind.noun, "ls"));
        if (kind == Kind.CONTAINER) {
            argv.addAll(List.of("--all", "--no-trunc"));
        }
        argv.addAll(List.of("--filter", "label=" + label));
        argv.addAll(List.of(options));
        return Command.of("list the " + kind + "s with label '" + label + "'", argv);
    }

    /**
     * Removes what {@link #list(Kind, String)} printed; a container that runs is killed.
     *
     * @param volumes whether a container's anonymous volumes go with it
     */
    public static Command remove(Kind kind, List<String> ids, boolean volumes) {
        List<String> argv = new ArrayList<>(List.of("docker", kind.noun, "rm"));
        if (kind == Kind.CONTAINER) {
            argv.add("--force");
            if (volumes) {
                argv.add("--volumes");
            }
        }
        argv.addAll(ids);
        return Command.of("remove " + kind + "s " + String.join(", ", ids), argv);
    }

    /**
     * Stops containers, each with its own grace period.
     *
     * @param options {@code --time SECONDS} for another one, or none
     */
    public static Command stop(List<String> ids, List<String> options) {
        List<String> argv = new ArrayList<>(List.of("docker", "stop"));
        argv.addAll(options);
        argv.addAll(ids);
        return Command.of("stop containers", argv);
    }

    /** Prints id, service, number and whether it is one-off of each container, one a line, separated by tabs. */
    public static Command containers(String project) {
        String format = "{{.ID}}\t" + placeholder(SERVICE) + "\t" + placeholder(NUMBER) + "\t" + placeholder(ONE_OFF);
        return list(Kind.CONTAINER, PROJECT + "=" + project, "--format", format);
    }

    /** Prints all that a container wrote, each line after its time and a space. */
    public static Command logs(String container) {
        return Command.of("read the log of container '" + container + "'", "docker", "logs", "--timestamps", container);
    }

    private static String placeholder(String label) {
        return "{{.Label \"" + label + "\"}}";
    }
}
