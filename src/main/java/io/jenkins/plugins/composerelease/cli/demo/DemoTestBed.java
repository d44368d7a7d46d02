package io.jenkins.plugins.composerelease.cli.demo;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parts that the demo runs on: an engine, a registry, a base image and a host, as {@code ./demo} sets them up.
 *
 * @param settings the settings file of the test bed, {@code KEY='value'} lines
 * @param host those of the host that is deployed to
 */
record DemoTestBed(Map<String, String> settings, Map<String, String> host) {

    /** Reads the settings file and, beside it, {@code hosts/web1/env}. */
    static DemoTestBed read(Path file) {
        return new DemoTestBed(parse(file), parse(file.resolveSibling("hosts/web1/env")));
    }

    String dockerHost() {
        return value(settings, "TESTBED_DOCKER_HOST");
    }

    String registry() {
        return value(settings, "TESTBED_REGISTRY");
    }

    String registryUser() {
        return value(settings, "TESTBED_REGISTRY_USER");
    }

    Path registryPasswordFile() {
        return Path.of(value(settings, "TESTBED_REGISTRY_PASSWORD_FILE"));
    }

    String baseImage() {
        return value(settings, "TESTBED_BASE_IMAGE");
    }

    /** A setting of the host, for example {@code ADDRESS}. */
    String host(String name) {
        return value(host, "HOST_" + name);
    }

    private static String value(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new InvalidInputException(
                    "The test bed has no " + key + ".", "Start it anew: './demo' does all that is needed.");
        }
        return value;
    }

    private static Map<String, String> parse(Path file) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    values.put(line.substring(0, equals), unquote(line.substring(equals + 1)));
                }
            }
        } catch (IOException e) {
            throw new InvalidInputException(
                    "Could not read the test bed's settings in '" + file + "': " + e.getMessage() + ".",
                    "Run './demo', which starts a test bed and passes its settings on.",
                    e);
        }
        return values;
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("'") && value.endsWith("'");
        return quoted ? value.substring(1, value.length() - 1).replace("'\\''", "'") : value;
    }
}
