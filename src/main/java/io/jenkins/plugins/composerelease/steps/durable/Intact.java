package io.jenkins.plugins.composerelease.steps.durable;

import hudson.Util;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Whether a file on the agent is what it has to be. It is read again only when it may have changed: its inode and its change
 * time, which programs cannot set, are the same as when it was read last.
 */
final class Intact {
    private static final ConcurrentMap<Path, String> CHECKED = new ConcurrentHashMap<>();

    private Intact() {}

    /** @param digest SHA-256, in lower case */
    static boolean is(Path file, String digest) throws IOException {
        try {
            if (!Files.isRegularFile(file)) {
                return false;
            }
            Map<String, Object> state = Files.readAttributes(file, "unix:ino,ctime,size");
            String known = digest + state.get("ino") + "," + state.get("ctime") + "," + state.get("size");
            if (known.equals(CHECKED.get(file))) {
                return true;
            }
            boolean intact = digest(file).equals(digest);
            if (intact) {
                CHECKED.put(file, known);
            }
            return intact;
        } catch (NoSuchFileException e) {
            return false; // removed while it was looked at
        }
    }

    static String digest(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Util.toHexString(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
