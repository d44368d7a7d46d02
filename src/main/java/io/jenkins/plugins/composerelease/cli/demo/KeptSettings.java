package io.jenkins.plugins.composerelease.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;

/**
 * The file that {@code ./demo --keep} leaves for a Jenkins that goes on releasing to the same target: Java properties, the
 * made-up secrets among them, as configuration as code reads them ({@code SECRETS_FILE}). {@code ./demo --stop} removes it.
 */
final class KeptSettings {
    static final String FILE = "jenkins.properties";

    private KeptSettings() {}

    static void write(Path file, Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Writer out = Files.newBufferedWriter(file)) {
                properties.store(out, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write '" + file + "' for --keep.", e);
        }
    }
}
