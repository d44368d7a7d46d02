package io.jenkins.plugins.composerelease.engine.mask;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Finds all occurrences of many byte strings in one pass (Aho and Corasick's automaton). States near the root and those
 * where forms part have a full row of transitions, over only the bytes that occur in a form; the many others hold their
 * single continuation and a fallback, so that memory grows with the length of the forms and not with their alphabet.
 */
final class Automaton {
    static final int ROOT = 0;

    /** As many bytes of a form are hidden where the rest is cut off; fewer may be ordinary text. */
    static final int CUT = 8;

    /** States below this number have a row in {@link #rows}. */
    final int denseCount;

    /** Byte to column; column 0 is for all bytes that no form holds. */
    final int[] columns;

    final int width;
    final int[] rows;
    /** For the other states: the one byte that leads on, where it leads, and the state to go on from otherwise. */
    final byte[] label;

    final int[] next;
    final int[] fallback;
    /** Length of the longest form that ends in a state, 0 when none does. */
    private final int[] found;

    private final int[] depth;
    final GramFilter filter;
    private final int longest;

    Automaton(
            int denseCount,
            int[] columns,
            int width,
            int[] rows,
            byte[] label,
            int[] next,
            int[] fallback,
            int[] found,
            int[] depth,
            GramFilter filter) {
        this.denseCount = denseCount;
        this.columns = columns;
        this.width = width;
        this.rows = rows;
        this.label = label;
        this.next = next;
        this.fallback = fallback;
        this.found = found;
        this.depth = depth;
        int deepest = 0;
        for (int d : depth) {
            deepest = Math.max(deepest, d);
        }
        this.longest = deepest;
        this.filter = filter;
    }

    static Automaton of(Set<ByteBuffer> forms) {
        return new AutomatonBuilder(forms).build(new GramFilter(forms));
    }

    /** Length of the longest form. */
    int longest() {
        return longest;
    }

    /** How many of the last bytes may be the start of a form. */
    int depth(int state) {
        return depth[state];
    }

    /** Whether any form goes over the end of a line. */
    boolean crossesLines() {
        return columns['\n'] != 0;
    }

    /** Length of the longest form that ends in a state, 0 when none does. */
    int found(int state) {
        return found[state];
    }

    /** The state after one more byte. */
    int step(int from, byte b) {
        int state = from;
        while (state >= denseCount) {
            if (label[state] == b) {
                return next[state];
            }
            state = fallback[state];
        }
        return rows[state * width + columns[b & 0xff]];
    }

    /** Gets the start and end offset of each occurrence. */
    @FunctionalInterface
    interface Sink {
        void found(int start, int end);
    }
}
