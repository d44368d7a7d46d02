package io.jenkins.plugins.composerelease.engine.mask;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The stream behind {@link Masker#wrap}. Memory is constant: one buffer as long as the longest form and a slice of input.
 * Like most streams it is for one thread at a time. What cannot be written to the stream beneath is lost, and the write
 * fails; the search goes on, so that what is left of a secret is hidden in the next write too.
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
    /** Why the stream beneath took the last write not, until the caller is told. */
    private Exception failure;

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
        for (int from = offset; from < end; from += SLICE) {
            int slice = Math.min(SLICE, end - from);
            System.arraycopy(bytes, from, buffer, length, slice);
            int at = length;
            length += slice;
            while (at < length) {
                int lineEnd = byLine ? afterLineEnd(at) : length;
                search.advance(buffer, at, lineEnd);
                at = byLine && passLine(lineEnd) ? 0 : lineEnd;
            }
            emit(Math.max(0, length - search.undecided(length)));
        }
        tellFailure();
    }

    private int afterLineEnd(int from) {
        for (int i = from; i < length; i++) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        return length;
    }

    /** Passes on all that cannot be the start of a secret; what may be one stays until more is known. */
    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Ends the text without closing the stream beneath: passes on everything kept back. A new text may follow. */
    public void finish() throws IOException {
        if (search.depth() >= Automaton.CUT && !PlainLines.is(text(length - search.depth(), length))) {
            found(length - search.depth(), length);
        }
        emit(length);
        search.reset();
        afterSecret = false;
        tellFailure();
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

    /** Whether what came last may be the start of a secret. */
    boolean isInside() {
        return search.undecided(length) > 0;
    }

    private void found(int start, int end) {
        int from = Math.max(0, start);
        int to = byLine && end > 0 && buffer[end - 1] == '\n' ? end - 1 : end;
        if (from >= to) {
            return;
        }
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
    private void emit(int safe) {
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
     * Passes on the buffer up to the end of a line when the end of that line may be part of a secret. What may be the start
     * of one is hidden then, and the search goes on, so that the rest is found. The line's end itself is never hidden.
     */
    private boolean passLine(int lineEnd) {
        int undecided = search.undecided(lineEnd);
        if (undecided == 0 || buffer[lineEnd - 1] != '\n') {
            return false;
        }
        int safe = Math.max(0, Math.min(lineEnd - undecided, lineEnd - 1));
        emit(safe);
        int end = lineEnd - safe - 1;
        if (isOrdinary(0, end)) {
            plain(0, end);
        } else {
            secret();
        }
        plain(end, end + 1);
        drop(end + 1);
        return true;
    }

    private boolean isOrdinary(int from, int to) {
        for (int i = 0; i < hiddenLength; i += 2) {
            if (hidden[i] < to && hidden[i + 1] > from) {
                return false;
            }
        }
        String text = text(from, to);
        return text.strip().length() < SHORTEST_LINE || PlainLines.is(text);
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
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

    private void plain(int from, int to) {
        if (to > from) {
            pass(buffer, from, to - from);
            afterSecret = false;
        }
    }

    private void secret() {
        if (!afterSecret) {
            afterSecret = pass(REPLACEMENT, 0, REPLACEMENT.length);
        }
    }

    /** Whether it was written. After a failure the rest of a write is lost: it would stand behind a gap. */
    private boolean pass(byte[] bytes, int from, int count) {
        if (failure == null) {
            try {
                out.write(bytes, from, count);
            } catch (IOException | RuntimeException e) {
                failure = e;
            }
        }
        return failure == null;
    }

    private void tellFailure() throws IOException {
        Exception told = failure;
        failure = null;
        if (told instanceof IOException known) {
            throw known;
        }
        if (told instanceof RuntimeException fault) {
            throw fault;
        }
    }
}
