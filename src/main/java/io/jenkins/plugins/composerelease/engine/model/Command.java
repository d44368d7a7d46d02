package io.jenkins.plugins.composerelease.engine.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A command to run somewhere: an argument list, never a shell line. Secrets are only possible where an onlooker of
 * {@code ps} cannot see them: in the environment and on standard input.
 *
 * @param purpose what it is for, as it completes "could not ..." in a message, for example {@code pull the images}
 * @param argv program and arguments; never a secret
 * @param environment variables added to the place's own environment
 * @param secretEnvironment the same for secret values
 * @param stdin what the command reads on standard input; nothing when empty
 * @param directory working directory; the place's default when empty
 * @param lasting what it is called on a target where it has to come to its end once and only once, whatever becomes of
 *     the connection; empty for a command that may be stopped and repeated
 * @param fence for which owner of a target it is: the host refuses it once there is another one; empty for a command that
 *     anybody may run
 */
public record Command(
        String purpose,
        List<String> argv,
        Map<String, String> environment,
        Map<String, Secret> secretEnvironment,
        Optional<Secret> stdin,
        Optional<String> directory,
        Optional<String> lasting,
        Optional<Fence> fence) {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public Command {
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        argv = List.copyOf(argv);
        for (String argument : argv) {
            if (argument.indexOf('\0') >= 0) {
                throw new InvalidInputException(
                        "An argument of '" + argv.get(0) + "' holds a NUL character.", "Remove it.");
            }
        }
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        secretEnvironment = Collections.unmodifiableMap(new LinkedHashMap<>(secretEnvironment));
        for (String name : environment.keySet()) {
            requireVariable(name);
        }
        for (String name : secretEnvironment.keySet()) {
            requireVariable(name);
        }
    }

    public static Command of(String purpose, String... argv) {
        return of(purpose, List.of(argv));
    }

    public static Command of(String purpose, List<String> argv) {
        return new Command(
                purpose,
                argv,
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public Command withEnvironment(Map<String, String> more) {
        Map<String, String> merged = new LinkedHashMap<>(environment);
        merged.putAll(more);
        return new Command(purpose, argv, merged, secretEnvironment, stdin, directory, lasting, fence);
    }

    public Command withSecrets(Map<String, Secret> more) {
        Map<String, Secret> merged = new LinkedHashMap<>(secretEnvironment);
        merged.putAll(more);
        return new Command(purpose, argv, environment, merged, stdin, directory, lasting, fence);
    }

    public Command withStdin(Secret input) {
        return new Command(
                purpose, argv, environment, secretEnvironment, Optional.of(input), directory, lasting, fence);
    }

    public Command withDirectory(String path) {
        return new Command(purpose, argv, environment, secretEnvironment, stdin, Optional.of(path), lasting, fence);
    }

    public Command withArguments(List<String> more) {
        List<String> all = new ArrayList<>(argv);
        all.addAll(more);
        return new Command(purpose, all, environment, secretEnvironment, stdin, directory, lasting, fence);
    }

    /** The same with another program or other arguments. */
    public Command withArgv(List<String> other) {
        return new Command(purpose, other, environment, secretEnvironment, stdin, directory, lasting, fence);
    }

    /**
     * The same as work that outlives its connection where the place can do that, and is found again under its name.
     *
     * @param name unique within a release, such as {@code switch-web}
     */
    public Command lasting(String name) {
        return new Command(
                purpose,
                argv,
                environment,
                secretEnvironment,
                stdin,
                directory,
                Optional.of(Names.name("lasting work", name)),
                fence);
    }

    /** The same as a command that may be stopped and repeated. */
    public Command passing() {
        return new Command(purpose, argv, environment, secretEnvironment, stdin, directory, Optional.empty(), fence);
    }

    /** The same for one owner of a target, and refused on the host once there is another one. */
    public Command guarded(Fence owner) {
        return new Command(
                purpose, argv, environment, secretEnvironment, stdin, directory, lasting, Optional.of(owner));
    }

    private static void requireVariable(String name) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new InvalidInputException(
                    "'" + Text.printable(name) + "' is not a name for an environment variable.",
                    "Use letters, digits and '_', not starting with a digit.");
        }
    }
}
