package io.jenkins.plugins.composerelease.steps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The running test bed: a Docker engine of its own. {@code TESTBED_ENV} names the file that describes it. */
public final class TestBedSettings {
    private static final Map<String, String> SETTINGS = read();

    private TestBedSettings() {}

    public static String dockerHost() {
        return setting("TESTBED_DOCKER_HOST");
    }

    public static String baseImage() {
        return setting("TESTBED_BASE_IMAGE");
    }

    /** @throws AssertionError if there is no test bed */
    public static String setting(String name) {
        String value = SETTINGS.get(name);
        if (value == null) {
            throw new AssertionError(
                    "TESTBED_ENV is '" + System.getenv("TESTBED_ENV") + "', expected the settings file of"
                            + " a running test bed that has " + name + ". Start one: src/testbed/testbed up DIR, then"
                            + " TESTBED_ENV=DIR/env.");
        }
        return value;
    }

    /** All settings of the test bed. */
    static Map<String, String> bed() {
        setting("TESTBED_DIR");
        return SETTINGS;
    }

    /** All settings of a host of it. */
    static Map<String, String> host(String name) {
        return read(Path.of(setting("TESTBED_DIR"), "hosts", name, "env"));
    }

    private static Map<String, String> read() {
        String file = System.getenv("TESTBED_ENV");
        return file == null ? Map.of() : read(Path.of(file));
    }

    private static Map<String, String> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.contains("="))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf('=')),
                            line -> line.substring(line.indexOf('=') + 1).replaceAll("^'|'$", "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
