package io.jenkins.plugins.composerelease.engine.mask;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The stream behind {@link Masker#wrap}. Memory is constant: one buffer as long as the longest form and a slice of input.
 * Like most streams it is for one thread at a time.
 */
public final class MaskingOutputStream extends OutputStream {
    private static final int SLICE = 8192;
    private static final int CUT_MARK = 3;
    /** What is left of a shorter line is ordinary text. */
    private static final int SHORTEST_LINE = 3;

    private static final byte[] REPLACEMENT = Masker.REPLACEMENT.getBytes(StandardCharsets.US_ASCII);

    private final Search search;
    private final OutputStream out;
    private final boolean byLine;
    private final byte[] buffer;
    private final byte[] single = new byte[1];
    private int length;
    /** Secrets found in the buffer: start and end offsets in turn, ascending, neither overlapping nor touching. */
    private int[] hidden = new int[32];

    private int hiddenLength;
    /** Whether the last byte passed on belongs to a secret, so that one that touches it needs no further replacement. */
    private boolean afterSecret;

    private boolean closed;

    MaskingOutputStream(Automaton automaton, OutputStream out, boolean byLine) {
        this.search = new Search(automaton, this::found);
        this.out = out;
        this.byLine = byLine && automaton.crossesLines();
        this.buffer = new byte[automaton.longest() + SLICE + CUT_MARK];
    }

    @Override
    public void write(int b) throws IOException {
        single[0] = (byte) b;
        write(single, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        if (closed) {
            throw new IOException("This stream is closed.");
        }
        int end = offset + count;
        for (int from = offset; from < end; ) {
            int slice = slice(bytes, from, Math.min(SLICE, end - from));
            System.arraycopy(bytes, from, buffer, length, slice);
            int scanFrom = length;
            length += slice;
            from += slice;
            search.advance(buffer, scanFrom, length);
            int safe = length - Math.min(length, search.undecided(length));
            if (byLine && buffer[length - 1] == '\n') {
                passLine(safe);
            } else {
                emit(safe);
            }
        }
    }

    /** By line, a slice goes no further than the end of a line. */
    private int slice(byte[] bytes, int from, int count) {
        for (int i = 0; byLine && i < count; i++) {
            if (bytes[from + i] == '\n') {
                return i + 1;
            }
        }
        return count;
    }

    /** Passes on all that cannot be the start of a secret; what may be one stays until more is known. */
    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Ends the text without closing the stream beneath: passes on everything kept back. A new text may follow. */
    public void finish() throws IOException {
        if (search.depth() >= Automaton.CUT) {
            found(length - search.depth(), length);
        }
        emit(length);
        search.reset();
        afterSecret = false;
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (out) {
                finish();
            }
        }
    }

    private void found(int start, int end) {
        int from = Math.max(0, start);
        int to = end;
        while (hiddenLength > 0 && hidden[hiddenLength - 1] >= from) {
            from = Math.min(from, hidden[hiddenLength - 2]);
            to = Math.max(to, hidden[hiddenLength - 1]);
            hiddenLength -= 2;
        }
        if (hiddenLength == hidden.length) {
            hidden = Arrays.copyOf(hidden, hidden.length * 2);
        }
        hidden[hiddenLength++] = from;
        hidden[hiddenLength++] = to;
    }

    /** Passes on the buffer up to {@code safe}, before which no further secret can begin. */
    private void emit(int safe) throws IOException {
        int position = 0;
        for (int i = 0; i < hiddenLength && hidden[i] < safe; i += 2) {
            plain(position, hidden[i]);
            secret();
            position = Math.min(hidden[i + 1], safe);
        }
        plain(position, safe);
        drop(safe);
    }

    /**
     * Passes on the line that ends the buffer. What may be the start of a secret is hidden, and the search goes on, so that
     * the rest of the secret is found; the line's end is never hidden.
     */
    private void passLine(int safe) throws IOException {
        emit(Math.min(safe, length - 1));
        int end = length - 1;
        if (isOrdinary(0, end)) {
            plain(0, end);
        } else {
            secret();
        }
        plain(end, length);
        drop(length);
    }

    private boolean isOrdinary(int from, int to) {
        for (int i = 0; i < hiddenLength; i += 2) {
            if (hidden[i] < to && hidden[i + 1] > from) {
                return false;
            }
        }
        return new String(buffer, from, to - from, StandardCharsets.UTF_8)
                        .strip()
                        .length()
                < SHORTEST_LINE;
    }

    /** Moves what is behind {@code count} bytes to the front of the buffer. */
    private void drop(int count) {
        int kept = 0;
        for (int i = 0; i < hiddenLength; i += 2) {
            if (hidden[i + 1] > count) {
                int start = hidden[i];
                int end = hidden[i + 1];
                hidden[kept++] = Math.max(start, count) - count;
                hidden[kept++] = end - count;
            }
        }
        hiddenLength = kept;
        length -= count;
        System.arraycopy(buffer, count, buffer, 0, length);
        search.moved(count);
    }

    private void plain(int from, int to) throws IOException {
        if (to > from) {
            out.write(buffer, from, to - from);
            afterSecret = false;
        }
    }

    private void secret() throws IOException {
        if (!afterSecret) {
            out.write(REPLACEMENT);
            afterSecret = true;
        }
    }
}
