package io.jenkins.plugins.composerelease.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Test;

/** Compares {@code docs/licences.md} with the list that the build makes of what is really in the runnable jar. */
public class LicencesTest {
    /** What the page calls a library, by the start of its coordinates. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("info.picocli:", "picocli"),
            Map.entry("com.fasterxml.jackson.", "Jackson"),
            Map.entry("org.yaml:snakeyaml:", "SnakeYAML"),
            Map.entry("org.kohsuke:github-api:", "github-api"),
            Map.entry("commons-io:", "Commons IO"),
            Map.entry("org.apache.commons:commons-lang3:", "Commons Lang"),
            Map.entry("org.flywaydb:", "Flyway"),
            Map.entry("org.mariadb.jdbc:", "MariaDB Connector/J"),
            Map.entry("org.postgresql:", "PostgreSQL JDBC driver"),
            Map.entry("org.checkerframework:", "Checker Framework"),
            Map.entry("com.h2database:", "H2"),
            Map.entry("org.xerial:sqlite-jdbc:", "SQLite JDBC"),
            Map.entry("org.slf4j:", "SLF4J"));

    @Test
    public void namesEveryLibraryOfTheRunnableJarWithItsLicence() throws IOException {
        List<String> page = Files.readAllLines(Path.of("docs", "licences.md"));
        List<String> libraries =
                Files.readAllLines(Path.of("target", "classes", "META-INF", "licences", "THIRD-PARTY.txt")).stream()
                        .map(String::strip)
                        .filter(line -> line.startsWith("("))
                        .collect(Collectors.toList());
        assertThat(libraries).isNotEmpty().allSatisfy(library -> assertThat(page)
                .as("line for %s", library)
                .anyMatch(line ->
                        line.startsWith("|") && line.contains(name(library)) && line.contains(licence(library))));
    }

    private static String name(String library) {
        return NAMES.entrySet().stream()
                .filter(entry -> library.contains("(" + entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Add '" + library + "' to docs/licences.md and to this test."));
    }

    private static String licence(String library) {
        return library.substring(1, library.indexOf(')'));
    }
}
