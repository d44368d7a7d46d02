package io.jenkins.plugins.composerelease.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What the build in the directory above made, and what this one compiled of the same sources. */
final class RootBuild {
    private static final Path HPI = Path.of("..", "target", "compose-release.hpi");
    private static final Path CLASSES = Path.of("target", "classes");

    private RootBuild() {}

    static Path hpi() {
        assertThat(HPI).as("made by 'mvn package' in the directory above").exists();
        return HPI;
    }

    static Manifest manifest() throws IOException {
        try (JarFile hpi = new JarFile(hpi().toFile())) {
            return hpi.getManifest();
        }
    }

    /** Files of the plugin's own jar inside the {@code .hpi}. */
    static Map<String, byte[]> pluginJar() throws IOException {
        try (JarFile hpi = new JarFile(hpi().toFile());
                InputStream jar = hpi.getInputStream(hpi.getEntry("WEB-INF/lib/compose-release.jar"));
                ZipInputStream entries = new ZipInputStream(jar)) {
            Map<String, byte[]> files = new TreeMap<>();
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (!entry.isDirectory()) {
                    files.put(entry.getName(), comparable(entry.getName(), entries.readAllBytes()));
                }
            }
            return files;
        }
    }

    /** Files that this build put on the plugin's class path. */
    static Map<String, byte[]> compiledHere() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(RootBuild::name, RootBuild::read, (a, b) -> a, TreeMap::new));
        }
    }

    private static String name(Path file) {
        return CLASSES.relativize(file).toString().replace('\\', '/');
    }

    private static byte[] read(Path file) {
        try {
            return comparable(name(file), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read '" + file + "'", e);
        }
    }

    /** Stapler's processors write the date into the first line of their files. */
    private static byte[] comparable(String name, byte[] content) throws IOException {
        if (!name.endsWith(".stapler") && !name.endsWith(".javadoc")) {
            return content;
        }
        java.util.Properties properties = new java.util.Properties();
        properties.load(new ByteArrayInputStream(content));
        return new TreeMap<>(properties).toString().getBytes(StandardCharsets.UTF_8);
    }
}
