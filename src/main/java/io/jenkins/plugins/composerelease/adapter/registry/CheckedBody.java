package io.jenkins.plugins.composerelease.adapter.registry;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A body that passes through, counted and digested on its way; its end is an error when the digest is another one. */
final class CheckedBody extends FilterInputStream {
    private final String expected;
    private final MessageDigest digest;
    private final AtomicLong count = new AtomicLong();
    private volatile String actual; // once the end was reached

    CheckedBody(InputStream in, String expected) {
        super(in);
        this.expected = ImageReference.requireDigest(expected);
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Bytes that went through. */
    long count() {
        return count.get();
    }

    /** The digest of all of it, where that is another one than expected. */
    Optional<String> wrong() {
        return Optional.ofNullable(actual).filter(digest -> !digest.equals(expected));
    }

    /** Requires that all of it went through, and was what it should be. */
    void requireWhole() throws IOException {
        while (actual == null && read(new byte[8192]) >= 0) {
            continue; // whoever knows the size may not ask for the end
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) throws IOException {
        int read = actual == null ? super.read(buffer, offset, length) : -1;
        if (read > 0) {
            digest.update(buffer, offset, read);
            count.addAndGet(read);
        } else if (read < 0 && actual == null) {
            actual = "sha256:" + HexFormat.of().formatHex(digest.digest());
        }
        if (wrong().isPresent()) {
            throw new IOException("content with the digest " + actual + ", expected " + expected);
        }
        return read;
    }
}
