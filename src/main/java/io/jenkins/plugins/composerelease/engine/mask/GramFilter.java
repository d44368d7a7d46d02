package io.jenkins.plugins.composerelease.engine.mask;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * Tells quickly where no form can be. A form of at least m bytes that lies anywhere in a text covers, with its first m
 * bytes, one whole group of four bytes among those looked at every m - 3 bytes. So it is enough to look at these groups,
 * and whether such a group occurs in the beginning of any form is asked of two tables of bits (Bloom's filter).
 */
final class GramFilter {
    /** A longer beginning would make it faster still; this is the shortest one that is hidden when the rest is cut off. */
    private static final int LONGEST_BEGINNING = Automaton.CUT;

    private static final int GRAM = 4;
    private static final int BITS_PER_GRAM = 64;
    private static final int LEAST_LOG = 12;
    private static final int MOST_LOG = 21;

    private static final int FIRST_HASH = 0x9E3779B1;
    private static final int SECOND_HASH = 0x85EBCA6B;

    /** Bytes between the groups that are looked at. */
    final int stride;

    private final int gram;
    private final int used;
    private final int shift;
    private final long[] bits;
    /** As large, asked about what is in the first one: together they say yes to few other groups. */
    private final long[] otherBits;

    /**
     * @param forms none shorter than three bytes
     */
    GramFilter(Collection<ByteBuffer> forms) {
        int beginning = LONGEST_BEGINNING;
        for (ByteBuffer form : forms) {
            beginning = Math.min(beginning, form.remaining());
        }
        this.gram = Math.min(GRAM, beginning);
        this.used = gram == GRAM ? -1 : 0xffffff;
        this.stride = beginning - gram + 1;
        int[] values = forms.stream().flatMapToInt(this::values).sorted().toArray();
        int log = 32 - Integer.numberOfLeadingZeros(distinct(values) * BITS_PER_GRAM);
        this.shift = 32 - Math.min(MOST_LOG, Math.max(LEAST_LOG, log));
        this.bits = new long[1 << 32 - shift - 6];
        this.otherBits = new long[bits.length];
        for (int value : values) {
            set(bits, value * FIRST_HASH >>> shift);
            set(otherBits, value * SECOND_HASH >>> shift);
        }
    }

    private static int distinct(int[] sorted) {
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                count++;
            }
        }
        return count;
    }

    private IntStream values(ByteBuffer form) {
        return IntStream.range(form.position(), form.position() + stride).map(at -> value(form, at));
    }

    private static void set(long[] table, int bit) {
        table[bit >>> 6] |= 1L << bit;
    }

    private int value(ByteBuffer form, int at) {
        int value = 0;
        for (int i = gram - 1; i >= 0; i--) {
            value = value << 8 | form.get(at + i) & 0xff;
        }
        return value;
    }

    /** The first of the groups at {@code from}, {@code from} + stride, … that may be in a form; past {@link #last} if none. */
    int next(byte[] bytes, int from, int end) {
        ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long[] table = bits;
        int last = Math.min(last(end), bytes.length - GRAM);
        int at = from;
        while (at <= last) {
            int value = view.getInt(at) & used;
            int bit = value * FIRST_HASH >>> shift;
            if ((table[bit >>> 6] & 1L << bit) != 0) {
                int other = value * SECOND_HASH >>> shift;
                if ((otherBits[other >>> 6] & 1L << other) != 0) {
                    return at;
                }
            }
            at += stride;
        }
        return at;
    }

    /** Where the last whole group before {@code end} begins. */
    int last(int end) {
        return end - gram;
    }
}
