package io.jenkins.plugins.composerelease.engine.mask;

import java.io.ByteArrayOutputStream;
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
    private final LineEnds lineEnds;
    private final OutputStream out;
    private final boolean byLine;
    private final byte[] buffer;
    private final byte[] single = new byte[1];
    private int length;
    /** As many bytes of the buffer were passed on; a log's may be the beginning of a secret, so that they are still here. */
    private int passed;
    /** End of the last line of a log of which it was decided what its end is; a mark behind it changes nothing any more. */
    private int decided;
    /** What is passed on of a slice with secrets, to be written at once. */
    private final ByteArrayOutputStream joined = new ByteArrayOutputStream(0);
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
        this.lineEnds = automaton.lineEnds;
        this.out = out;
        this.byLine = byLine && automaton.crossesLines();
        this.buffer = new byte[automaton.longest() + SLICE + CUT_MARK + LineEnds.AHEAD];
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
            length += slice;
            search(length - slice);
            int undecided = length - search.undecided(length);
            emit(byLine ? lineStart(undecided, length) : undecided);
            drop(undecided);
        }
        tellFailure();
    }

    private void search(int from) {
        int at = from;
        while (at < length) {
            int end = byLine ? lineEnds.next(buffer, at, length) : length;
            search.advance(buffer, at, end);
            if (byLine) {
                decideLine(end);
            }
            at = end;
        }
    }

    /**
     * A log's line is passed on when it ends, also where its end may be part of a secret. What may be the start of one is
     * hidden then, and the search goes on, so that the rest is found. The line's end itself is never hidden.
     */
    private void decideLine(int end) {
        if (buffer[end - 1] != '\n') {
            return;
        }
        int depth = search.depth();
        if (depth > SHORTEST_LINE) {
            int start = lineStart(end - depth, end - 1);
            if (!isOrdinary(start, end - 1)) {
                found(start, end);
            }
        }
        decided = end;
    }

    /** Where the last line of these bytes begins. */
    private int lineStart(int from, int to) {
        int at = to;
        while (at > from && buffer[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    /** Passes on all that cannot be the start of a secret; what may be one stays until more is known. */
    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Ends the text without closing the stream beneath: passes on everything kept back. A new text may follow. */
    public void finish() throws IOException {
        int start = length - search.depth();
        start = byLine ? lineStart(start, length) : start;
        if (start < length && search.depth() >= Automaton.CUT && !PlainLines.is(text(start, length))) {
            found(start, length);
        }
        emit(length);
        drop(length);
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
        int to = byLine && buffer[end - 1] == '\n' ? end - 1 : end;
        int from = byLine ? Math.max(lineStart(start, to), decided) : start;
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

    private boolean isOrdinary(int from, int to) {
        String text = text(from, to);
        if (text.strip().length() < SHORTEST_LINE) {
            return true;
        }
        for (int i = 0; i < hiddenLength; i += 2) {
            if (hidden[i] < to && hidden[i + 1] > from) {
                return false;
            }
        }
        return PlainLines.is(text);
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    /** Passes on the buffer up to {@code safe}, before which no further secret can begin. */
    private void emit(int safe) {
        int position = passed;
        boolean any = false;
        for (int i = 0; i < hiddenLength && hidden[i] < safe; i += 2) {
            join(position, hidden[i]);
            if (!afterSecret) {
                joined.writeBytes(REPLACEMENT);
                afterSecret = true;
            }
            position = Math.min(hidden[i + 1], safe);
            any = true;
        }
        if (any) {
            join(position, safe);
            pass(() -> joined.writeTo(out));
            joined.reset();
        } else if (position < safe) {
            afterSecret = false;
            pass(() -> out.write(buffer, passed, safe - passed));
        }
        passed = safe;
    }

    private void join(int from, int to) {
        if (to > from) {
            joined.write(buffer, from, to - from);
            afterSecret = false;
        }
    }

    /** Moves what is behind {@code count} bytes to the front of the buffer. */
    private void drop(int count) {
        int kept = 0;
        for (int i = 0; i < hiddenLength; i += 2) {
            if (hidden[i + 1] > passed) {
                int start = hidden[i];
                int end = hidden[i + 1];
                hidden[kept++] = Math.max(start, passed) - count;
                hidden[kept++] = end - count;
            }
        }
        hiddenLength = kept;
        passed -= count;
        decided = Math.max(0, decided - count);
        length -= count;
        System.arraycopy(buffer, count, buffer, 0, length);
        search.moved(count);
    }

    /** After a failure the rest of a write is lost: it would stand behind a gap. */
    private void pass(Write write) {
        if (failure == null) {
            try {
                write.run();
                return;
            } catch (IOException | RuntimeException e) {
                failure = e;
            }
        }
        afterSecret = false;
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

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }
}
