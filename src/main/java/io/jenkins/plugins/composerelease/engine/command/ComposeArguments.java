package io.jenkins.plugins.composerelease.engine.command;

import io.jenkins.plugins.composerelease.engine.model.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments that {@link Compose} gives to {@code docker compose}, taken apart.
 *
 * @param global options before the subcommand; each has a value
 * @param rest the subcommand and what follows
 */
public record ComposeArguments(List<Option> global, List<String> rest) {

    /** A global option with its value. */
    public record Option(String name, String value) {}

    /** Those of a compose command that is not wrapped in another one. */
    public static ComposeArguments of(Command compose) {
        return of(compose.argv().subList(2, compose.argv().size()));
    }

    static ComposeArguments of(List<String> arguments) {
        List<Option> global = new ArrayList<>();
        int next = 0;
        while (next + 1 < arguments.size() && arguments.get(next).startsWith("--")) {
            global.add(new Option(arguments.get(next), arguments.get(next + 1)));
            next += 2;
        }
        return new ComposeArguments(global, List.copyOf(arguments.subList(next, arguments.size())));
    }

    /** The values of a global option, in order. */
    public List<String> values(String name) {
        return global.stream()
                .filter(option -> option.name().equals(name))
                .map(Option::value)
                .toList();
    }

    /** The value of a global option that is always there. */
    public String value(String name) {
        return values(name).get(0);
    }

    /** What follows the subcommand and is no option, where no option has a value: names of services. */
    public List<String> services() {
        return rest.stream()
                .skip(1)
                .filter(argument -> !argument.startsWith("--"))
                .toList();
    }
}
