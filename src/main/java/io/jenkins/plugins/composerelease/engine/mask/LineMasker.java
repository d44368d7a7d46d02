package io.jenkins.plugins.composerelease.engine.mask;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Hides secrets in the lines of one source, which come one by one: also the short lines of a secret with several lines,
 * when they follow each other, or come first: before them others may have been left out. Thread-safe.
 */
public final class LineMasker {
    private final Masker masker;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final MaskingOutputStream stream;
    /** Of fewer secrets, while it is in the middle of one; else null. */
    private LineMasker before;
    /** Whether nothing has come but secrets, so that the next line may be the rest of one. */
    private boolean rest;

    LineMasker(Masker masker, LineMasker before, boolean rest) {
        this.masker = masker;
        this.before = before;
        this.rest = rest;
        this.stream = masker.wrapLog(out);
    }

    /** The same for the source's next lines, of more secrets. One whose first lines came already is hidden to its end. */
    public synchronized LineMasker with(Masker more) {
        return new LineMasker(more, isInside() ? this : null, rest);
    }

    /**
     * The line with every secret hidden.
     *
     * @param line one line, without its end
     */
    public synchronized String mask(String line) {
        if (before == null) {
            return masked(line);
        }
        String known = before.mask(line);
        if (!before.isInside()) {
            before = null;
        }
        return masked(known);
    }

    private synchronized boolean isInside() {
        return before != null || stream.isInside();
    }

    private String masked(String line) {
        try {
            stream.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array accepts every write", e);
        }
        String masked = out.toString(StandardCharsets.UTF_8);
        out.reset();
        String text = masked.substring(0, masked.length() - 1);
        text = masker.mask(text.equals(line) ? line : text);
        rest = rest && masker.isRest(text);
        return rest ? text.replace(text.strip(), Masker.REPLACEMENT) : text;
    }
}
