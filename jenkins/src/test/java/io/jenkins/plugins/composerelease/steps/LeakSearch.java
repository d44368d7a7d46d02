package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.io.FileUtils;

/** Looks for secrets in the names and the bytes of every file below a directory. */
final class LeakSearch {
    private final SecretForms secrets;

    LeakSearch(SecretForms secrets) {
        this.secrets = secrets;
    }

    /** The files that hold it. Workspaces, where jobs write what they like, are left out. */
    static List<String> find(File root, String secret) throws IOException {
        return new LeakSearch(new SecretForms().with("secret", secret)).find(root.toPath(), Set.of("workspace"));
    }

    /**
     * Fails where one of the secrets is, workspaces included; and where the search is blind: what it has to find is planted.
     */
    void assertNone(Path... roots) throws IOException {
        for (Path root : roots) {
            assertThat(find(root, Set.of())).as("secrets below " + root).isEmpty();
            Path planted = Files.createTempDirectory(root, "planted");
            List<String> expected = new ArrayList<>();
            for (Map.Entry<String, List<byte[]>> secret : secrets.all().entrySet()) {
                for (byte[] form : secret.getValue()) {
                    Path file = planted.resolve(expected.size() + ".bin");
                    Files.write(file, concat("before ".getBytes(StandardCharsets.US_ASCII), form));
                    expected.add(root.relativize(file) + ": " + secret.getKey());
                }
            }
            assertThat(find(root, Set.of())).containsExactlyInAnyOrderElementsOf(expected);
            FileUtils.deleteDirectory(planted.toFile());
        }
    }

    private List<String> find(Path root, Set<String> leftOut) throws IOException {
        List<String> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            /** Plugins come with Jenkins. */
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String relative = root.relativize(directory).toString();
                return relative.equals("plugins") || leftOut.contains(relative)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = root.relativize(file).toString();
                Set<String> held = secrets.in(concat((name + "\n").getBytes(StandardCharsets.UTF_8), read(file)));
                if (!held.isEmpty()) {
                    found.add(name + ": " + String.join(", ", held));
                }
                return FileVisitResult.CONTINUE;
            }

            /** Jenkins renames the temporary files that it writes. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
