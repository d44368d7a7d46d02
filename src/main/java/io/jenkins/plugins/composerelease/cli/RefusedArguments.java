package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Leaves a result file also where the arguments are not those of the command, so that nobody has to read the log. */
final class RefusedArguments implements IParameterExceptionHandler {
    private static final String OPTION = "--result";

    private final Terminal terminal;
    private final IParameterExceptionHandler next;

    RefusedArguments(Terminal terminal, IParameterExceptionHandler next) {
        this.terminal = terminal;
        this.next = next;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) throws Exception {
        int exitCode = next.handleParseException(e, arguments);
        CommandLine command = e.getCommandLine();
        if (command.getCommand() instanceof BaseCommand) {
            file(arguments).ifPresent(file -> write(file, command.getCommandName(), e));
        }
        return exitCode;
    }

    /** They were not all understood, so this one is looked for by hand. */
    private static Optional<String> file(String[] arguments) {
        Optional<String> file = Optional.empty();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith(OPTION + "=")) {
                file = Optional.of(arguments[i].substring(OPTION.length() + 1));
            } else if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
                file = Optional.of(arguments[i + 1]);
            }
        }
        return file;
    }

    private void write(String file, String command, ParameterException e) {
        InvalidInputException refused =
                new InvalidInputException(e.getMessage(), "See 'compose-release " + command + " --help'.");
        try {
            new RunResult()
                    .file(command, ExitCode.INVALID_INPUT.code(), Optional.of(refused))
                    .write(terminal.directory().resolve(file), Masker.NONE);
        } catch (ReleaseException unwritten) {
            LogStream.of(terminal.err()).println("warning: could not write the result: " + unwritten.getMessage());
        }
    }
}
