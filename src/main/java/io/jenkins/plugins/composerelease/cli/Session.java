package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.CliSecrets;
import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.spi.SecretSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** One run of a command: where it prints to, its configuration, and the secrets it has fetched. */
final class Session implements AutoCloseable {
    private final Terminal terminal;
    private final Parts parts;
    private final String file;
    private final KnownSecrets known = new KnownSecrets();
    private final Console console;
    private ReleaseFile release;
    private CliSecrets secrets;
    private final RunResult result = new RunResult();

    Session(Terminal terminal, Parts parts, CommonOptions options) {
        this.terminal = terminal;
        this.parts = parts;
        this.file = options.file();
        this.console = new Console(
                terminal, known, options.verbose(), options.color(terminal.environment()), options.events());
    }

    Terminal terminal() {
        return terminal;
    }

    Parts parts() {
        return parts;
    }

    Console console() {
        return console;
    }

    /** What goes into the result file. */
    RunResult result() {
        return result;
    }

    /** Says how the command ended: as JSON where that was asked for, as text otherwise, in the result file anyway. */
    void result(JsonOption json, Object value, Supplier<String> text) {
        result.output(value);
        if (json.json()) {
            console.json(value);
        } else {
            console.result(text.get());
        }
    }

    /** The engine, connected to a target, which remembers nothing that is hidden here. */
    Releases releases(Target target, ReleaseLog log) {
        return parts().releases(target, log, text -> known.masker().mask(text));
    }

    KnownSecrets known() {
        return known;
    }

    /** The configuration; {@code --file -} reads it as JSON from standard input. */
    ReleaseFile release() {
        if (release == null) {
            release = file.equals("-") ? request() : ReleaseFile.load(path(file));
        }
        return release;
    }

    /** Where secrets come from; relative {@code file:} references start at the configuration's directory. */
    SecretSource secrets() {
        if (secrets == null) {
            secrets = new CliSecrets(terminal.environment(), release().workspace(), known::add);
        }
        return secrets;
    }

    /** An environment variable that is set and not blank. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(terminal.environment().get(name)).filter(value -> !value.isBlank());
    }

    /** Does what must not change how the command ends: a failure becomes a warning. */
    <T> Optional<T> safely(String what, Supplier<T> work) {
        try {
            return Optional.ofNullable(work.get());
        } catch (RuntimeException e) {
            console.warn("could not " + what + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** A path that was given on the command line. */
    Path path(String path) {
        return terminal.directory().resolve(path);
    }

    @Override
    public void close() {
        console.close();
    }

    private ReleaseFile request() {
        try {
            return ReleaseFile.load("request", terminal.in(), true, terminal.directory());
        } catch (IOException e) {
            throw new ReleaseException(
                    ExitCode.FAILED, "The request could not be read from standard input.", "Try again.", e);
        }
    }
}
