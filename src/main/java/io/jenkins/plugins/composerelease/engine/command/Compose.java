package io.jenkins.plugins.composerelease.engine.command;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds {@code docker compose} commands for one project, as version 2 takes them; {@link ComposeDialect} translates for
 * others. Pure: nothing runs here.
 */
public final class Compose {
    /** What activates every profile. */
    static final String ALL_PROFILES = "*";

    private final ComposeProject project;

    public Compose(ComposeProject project) {
        this.project = project;
    }

    /** Prints the resolved configuration as JSON; its output holds the values of interpolated secrets. */
    public Command config() {
        return command("read the compose files", "config", "--format", "json");
    }

    /** The same for some services and what they depend on; naming a service activates its profile. */
    public Command config(List<String> services) {
        return config().withArguments(services);
    }

    /** The same for all services, whatever their profiles. */
    public Command configOfAllProfiles() {
        ComposeProject all = new ComposeProject(
                project.name(),
                project.directory(),
                project.files(),
                List.of(),
                project.envFiles(),
                project.variables(),
                project.secrets());
        return new Compose(all)
                .command("read the compose files", "--profile", ALL_PROFILES, "config", "--format", "json");
    }

    /** Creates and starts services, without waiting for health: the gate does that. */
    public Command up(List<String> services, UpOptions options) {
        return up(services, options, List.of());
    }

    private Command up(List<String> services, UpOptions options, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of("up", "--detach", "--no-build", "--pull", options.pull()));
        if (!options.dependencies()) {
            arguments.add("--no-deps");
        }
        if (!options.recreate()) {
            arguments.add("--no-recreate");
        }
        if (options.removeOrphans()) {
            arguments.add("--remove-orphans");
        }
        arguments.addAll(more);
        arguments.addAll(services);
        return command("start the services", arguments.toArray(new String[0]));
    }

    /** Creates services, and makes anew those that have containers; leaves all others alone. Images are there already. */
    public Command replace(List<String> services, boolean removeOrphans) {
        return up(services, new UpOptions(true, false, removeOrphans, "never"), List.of("--force-recreate"));
    }

    /** Starts containers of a service until there are so many, old and new; those that are there stay as they are. */
    public Command scale(String service, int count) {
        return up(
                List.of(service),
                new UpOptions(false, false, false, "never"),
                List.of("--scale", service + "=" + count));
    }

    /** Builds every image that has a {@code build:} section. */
    public Command build(List<String> services) {
        return command("build the images", "build").withArguments(services);
    }

    /** Stops containers, each with its service's own grace period, and removes them and the networks. */
    public Command down(boolean volumes) {
        List<String> arguments = new ArrayList<>(List.of("down", "--remove-orphans"));
        if (volumes) {
            arguments.add("--volumes");
        }
        return command("tear down project '" + project.name() + "'", arguments.toArray(new String[0]));
    }

    /** The same with one grace period for all. */
    public Command down(boolean volumes, Duration grace) {
        return down(volumes).withArguments(List.of("--timeout", String.valueOf(grace.toSeconds())));
    }

    public Command stop(List<String> services) {
        List<String> arguments = new ArrayList<>(List.of("stop"));
        arguments.addAll(services);
        return command("stop the services", arguments.toArray(new String[0]));
    }

    /** Runs a command in a new container of a service, without terminal and without touching its dependencies. */
    public Command run(String service, List<String> argv) {
        List<String> arguments = new ArrayList<>(List.of("run", "--rm", "--no-deps", "-T", service));
        arguments.addAll(argv);
        return command("run '" + argv.get(0) + "' in service '" + service + "'", arguments.toArray(new String[0]));
    }

    /** The same with a name for the container, so that it can be removed. */
    public Command run(String service, String container, List<String> argv) {
        List<String> arguments =
                new ArrayList<>(List.of("run", "--rm", "--no-deps", "-T", "--name", container, service));
        arguments.addAll(argv);
        return command("run '" + argv.get(0) + "' in service '" + service + "'", arguments.toArray(new String[0]));
    }

    /** Runs a command in the running container of a service, without terminal. */
    public Command exec(String service, List<String> argv) {
        List<String> arguments = new ArrayList<>(List.of("exec", "-T", service));
        arguments.addAll(argv);
        return command("run '" + argv.get(0) + "' in service '" + service + "'", arguments.toArray(new String[0]));
    }

    private Command command(String purpose, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("docker", "compose", "--ansi", "never", "--progress", "plain"));
        argv.addAll(List.of("--project-name", project.name(), "--project-directory", project.directory()));
        project.files().forEach(file -> argv.addAll(List.of("--file", file)));
        project.envFiles().forEach(file -> argv.addAll(List.of("--env-file", file)));
        project.profiles().forEach(profile -> argv.addAll(List.of("--profile", profile)));
        argv.addAll(List.of(arguments));
        return Command.of(purpose, argv).withEnvironment(project.variables()).withSecrets(project.secrets());
    }

    /**
     * @param recreate whether services whose configuration changed are recreated
     * @param dependencies whether services that the named ones depend on are started too
     * @param removeOrphans whether containers of services that the files no longer name are removed
     * @param pull Compose's pull policy: {@code never}, {@code missing}, {@code always}
     */
    public record UpOptions(boolean recreate, boolean dependencies, boolean removeOrphans, String pull) {}
}
