package io.jenkins.plugins.composerelease.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * Jenkins finds {@code @Symbol} and the like by indexes that a processor writes here. That processor is not on Maven
 * Central, so the root build takes them from its resources. {@code -Dsignatures.update} writes those.
 */
public class AnnotationIndexesTest {
    private static final Path INDEXES = Path.of("META-INF", "services", "annotations");
    private static final Path WRITTEN = Path.of("target", "classes").resolve(INDEXES);
    private static final Path COMMITTED =
            Path.of("..", "src", "main", "resources").resolve(INDEXES);
    /** Read by checks of the build only. */
    private static final String NOT_READ = "org.kohsuke.accmod.Restricted";

    @Test
    public void committedIndexesAreThoseThatTheProcessorWrites() throws IOException {
        Map<String, String> expected = read(WRITTEN);
        expected.remove(NOT_READ);
        if (System.getProperty("signatures.update") != null) {
            update(expected);
        }
        assertThat(read(COMMITTED))
                .as("run this test with -Dsignatures.update and commit src/main/resources")
                .isEqualTo(expected);
    }

    private static void update(Map<String, String> indexes) throws IOException {
        Files.createDirectories(COMMITTED);
        for (String superfluous : read(COMMITTED).keySet()) {
            Files.delete(COMMITTED.resolve(superfluous));
        }
        for (Map.Entry<String, String> index : indexes.entrySet()) {
            Files.writeString(COMMITTED.resolve(index.getKey()), index.getValue());
        }
    }

    private static Map<String, String> read(Path directory) throws IOException {
        Map<String, String> indexes = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.collect(Collectors.toList())) {
                    indexes.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        return indexes;
    }
}
