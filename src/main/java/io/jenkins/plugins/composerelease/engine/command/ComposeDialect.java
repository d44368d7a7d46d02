package io.jenkins.plugins.composerelease.engine.command;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which Compose a place has, and how it is told what {@link Compose} builds: that is for the plugin {@code docker compose}.
 * Pure: nothing runs here.
 */
public enum ComposeDialect {
    /** {@code docker compose}, version 2 or later. */
    PLUGIN,
    /** The program {@code docker-compose} of version 2 or later: the same under another name. */
    PROGRAM,
    /** {@code docker-compose} 1.29: knows fewer options. */
    ONE;

    /** What a {@code docker} without the plugin says to a compose command. */
    private static final Pattern NO_PLUGIN =
            Pattern.compile("(?m)^(unknown flag: --ansi|docker: 'compose' is not a docker command.*"
                    + "|docker: unknown command: docker compose.*)$");

    private static final Pattern VERSION = Pattern.compile("(?s)\\s*v?(\\d+)\\.(\\d+).*");
    private static final String ENV_FILE = "--env-file";
    private static final String NO_ENV_FILE = "/dev/null";

    /** Asks {@code docker-compose} for its version. */
    public static Command askProgram() {
        return Command.of("ask docker-compose for its version", "docker-compose", "version", "--short");
    }

    /** Whether these error lines say that {@code docker} has no compose plugin. */
    public static boolean lacksPlugin(String errors) {
        return NO_PLUGIN.matcher(errors).find();
    }

    /** The dialect of a {@code docker-compose} with this version; empty when it is too old. */
    public static Optional<ComposeDialect> ofProgram(String version) {
        var matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(matcher.group(1));
        if (major >= 2) {
            return Optional.of(PROGRAM);
        }
        return Integer.parseInt(matcher.group(2)) >= 29 ? Optional.of(ONE) : Optional.empty();
    }

    /** Whether a Compose of this version, plugin or program, can be told what to do. */
    public static boolean isKnown(String version) {
        return ofProgram(version).isPresent();
    }

    /** Whether a command is one of Compose's, or a script that is given one as its arguments. */
    public static boolean isCompose(Command command) {
        return start(command.argv()) >= 0;
    }

    /** The same command for this dialect; what is not Compose's stays. */
    public Command translate(Command command) {
        int start = start(command.argv());
        if (start < 0 || this == PLUGIN) {
            return command;
        }
        List<String> argv = new ArrayList<>(command.argv().subList(0, start));
        argv.add("docker-compose");
        List<String> rest = command.argv().subList(start + 2, command.argv().size());
        argv.addAll(this == PROGRAM ? rest : one(ComposeArguments.of(rest)));
        return command.withArgv(argv);
    }

    /** What else version 1 must know: it reads a {@code .env} of the project's directory unless it is given another. */
    public static boolean wantsNoEnvFile(Command command) {
        List<String> argv = command.argv();
        return start(argv) >= 0
                && argv.contains(ENV_FILE)
                && argv.get(argv.indexOf(ENV_FILE) + 1).equals(NO_ENV_FILE);
    }

    private static List<String> one(ComposeArguments arguments) {
        List<String> argv = new ArrayList<>(List.of("--ansi", "never"));
        List<String> envFiles = arguments.values(ENV_FILE);
        if (envFiles.size() > 1) {
            throw new InvalidInputException(
                    "docker-compose 1.29 takes one env file, not " + envFiles.size() + ".",
                    "Put them into one, or install Compose v2.");
        }
        for (ComposeArguments.Option option : arguments.global()) {
            boolean dropped = List.of("--ansi", "--progress").contains(option.name())
                    || option.name().equals(ENV_FILE) && option.value().equals(NO_ENV_FILE)
                    || option.name().equals("--profile") && option.value().equals(Compose.ALL_PROFILES);
            if (!dropped) {
                argv.addAll(List.of(option.name(), option.value()));
            }
        }
        argv.addAll(oneSubcommand(arguments.rest()));
        return argv;
    }

    private static List<String> oneSubcommand(List<String> rest) {
        return switch (rest.get(0)) {
            // It prints YAML, of all services.
            case "config" -> List.of("config");
            case "up" -> {
                List<String> up = new ArrayList<>(rest);
                int pull = up.indexOf("--pull");
                if (pull > 0) {
                    up.subList(pull, pull + 2).clear();
                }
                yield up;
            }
            default -> rest;
        };
    }

    /** Where {@code docker compose} begins in an argument list; -1 when it is not there. */
    private static int start(List<String> argv) {
        for (int i = 0; i + 2 < argv.size(); i++) {
            if (argv.get(i).equals("docker")
                    && argv.get(i + 1).equals("compose")
                    && argv.get(i + 2).equals("--ansi")) {
                return i;
            }
        }
        return -1;
    }
}
