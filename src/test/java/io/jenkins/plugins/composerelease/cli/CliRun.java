package io.jenkins.plugins.composerelease.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One run of the command line in this process, with its streams captured. */
public final class CliRun {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final Path directory;
    private Parts parts = new Parts();
    private String input = "";
    private boolean interactive;
    private int exitCode = -1;

    private CliRun(Path directory) {
        this.directory = directory;
    }

    public static CliRun in(Path directory) {
        return new CliRun(directory);
    }

    CliRun with(Parts others) {
        parts = others;
        return this;
    }

    CliRun withInput(String text) {
        input = text;
        return this;
    }

    /** A person types this at a terminal. */
    CliRun typing(String text) {
        interactive = true;
        return withInput(text);
    }

    public CliRun withVariable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public CliRun execute(String... args) {
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive,
                environment,
                directory,
                "alice");
        exitCode = Main.execute(terminal, parts, args);
        return this;
    }

    public int exitCode() {
        return exitCode;
    }

    /** Standard output. */
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Standard error. */
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
