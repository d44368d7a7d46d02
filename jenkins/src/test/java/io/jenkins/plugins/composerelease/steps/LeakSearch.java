package io.jenkins.plugins.composerelease.steps;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

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
        try (Stream<Path> files = Files.walk(root.toPath())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String relative = root.toPath().relativize(file).toString();
                if (!relative.startsWith("plugins/") && !relative.startsWith("workspace/")) {
                    byte[] content = Files.readAllBytes(file);
                    if (holds(content, raw) || holds(content, base64)) {
                        found.add(relative);
                    }
                }
            }
        }
        return found;
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
