package io.jenkins.plugins.composerelease.steps;

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
import java.util.Base64;
import java.util.List;

/** Looks for a secret in every file below a directory: as it is, and in base64. */
final class LeakSearch {
    private LeakSearch() {}

    /** The files that hold it. Files that come with Jenkins and workspaces, where jobs write what they like, are left out. */
    static List<String> find(File root, String secret) throws IOException {
        List<String> found = new ArrayList<>();
        byte[] raw = secret.getBytes(StandardCharsets.UTF_8);
        int whole = raw.length / 3 * 4;
        byte[] base64 = new String(Base64.getEncoder().encode(raw), StandardCharsets.US_ASCII)
                .substring(0, whole)
                .getBytes(StandardCharsets.US_ASCII);
        Files.walkFileTree(root.toPath(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String relative = root.toPath().relativize(directory).toString();
                return relative.equals("plugins") || relative.equals("workspace")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                byte[] content = read(file);
                if (holds(content, raw) || holds(content, base64)) {
                    found.add(root.toPath().relativize(file).toString());
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
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private static boolean holds(byte[] content, byte[] wanted) {
        for (int i = 0; i + wanted.length <= content.length; i++) {
            int j = 0;
            while (j < wanted.length && content[i + j] == wanted[j]) {
                j++;
            }
            if (j == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
