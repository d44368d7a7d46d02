package io.jenkins.plugins.composerelease.engine.mask;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * Tells quickly which lines of a log may end inside a form: a table of bits has, for each line end in a form, the bytes
 * before it. Beginnings of a form that are shorter than the table's entries are ordinary text at the end of a line.
 */
final class LineEnds {
    /** So many bytes behind the end of a text are read too. */
    static final int AHEAD = Long.BYTES;

    private static final int BYTES = 4;
    private static final int BITS_PER_END = 32;
    private static final int LEAST_LOG = 10;
    private static final int MOST_LOG = 20;
    private static final int HASH = 0x9E3779B1;

    private static final long LINE_FEEDS = 0x0101010101010101L * '\n';
    private static final long LOW = 0x7f7f7f7f7f7f7f7fL;

    private final int shift;
    private final long[] bits;
    /** Whether a form has its first line feed where fewer bytes are before it than are looked at. */
    private final boolean anyShort;

    LineEnds(Collection<ByteBuffer> forms) {
        int[] values = forms.stream().flatMapToInt(LineEnds::values).distinct().toArray();
        int log = 32 - Integer.numberOfLeadingZeros(values.length * BITS_PER_END);
        this.shift = 32 - Math.min(MOST_LOG, Math.max(LEAST_LOG, log));
        this.bits = new long[1 << 32 - shift - 6];
        for (int value : values) {
            int bit = value * HASH >>> shift;
            bits[bit >>> 6] |= 1L << bit;
        }
        this.anyShort = forms.stream().anyMatch(form -> form.remaining() >= BYTES && isShort(form.slice()));
    }

    /** The bytes before each line feed; of one that has fewer before it, with it. */
    private static IntStream values(ByteBuffer form) {
        ByteBuffer text = form.slice().order(ByteOrder.LITTLE_ENDIAN);
        return IntStream.rangeClosed(BYTES, text.limit())
                .filter(end -> text.get(end - 1) == '\n')
                .map(end -> text.getInt(Math.max(0, end - 1 - BYTES)));
    }

    private static boolean isShort(ByteBuffer form) {
        return form.get(BYTES - 1) == '\n';
    }

    /**
     * The end of the next line that may end inside a form, its line feed included; {@code end} where there is none.
     *
     * @param bytes at least {@value #AHEAD} longer than {@code end}
     */
    int next(byte[] bytes, int from, int end) {
        ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = from; at < end; at += Long.BYTES) {
            long feeds = feeds(view.getLong(at));
            while (feeds != 0) {
                int lineEnd = at + (Long.numberOfTrailingZeros(feeds) >>> 3) + 1;
                if (lineEnd > end) {
                    return end;
                }
                if (isOpen(view, lineEnd)) {
                    return lineEnd;
                }
                feeds &= feeds - 1;
            }
        }
        return end;
    }

    private boolean isOpen(ByteBuffer text, int lineEnd) {
        return lineEnd > BYTES && has(text.getInt(lineEnd - 1 - BYTES))
                || anyShort && lineEnd >= BYTES && has(text.getInt(lineEnd - BYTES));
    }

    private boolean has(int value) {
        int bit = value * HASH >>> shift;
        return (bits[bit >>> 6] & 1L << bit) != 0;
    }

    /** The highest bit of each byte that is a line feed. */
    private static long feeds(long bytes) {
        long others = bytes ^ LINE_FEEDS;
        return ~((others & LOW) + LOW | others | LOW);
    }
}
