package io.jenkins.plugins.composerelease.engine.mask;

import java.nio.ByteBuffer;
import java.util.Collection;

/**
 * Finds all occurrences of many byte strings in one pass (Aho and Corasick's automaton). States near the root have a full
 * row of transitions, over only the bytes that occur in a form; each other holds the bytes that lead on from it one behind
 * the other, the last with what to fall back to, so that memory grows with the length of the forms and not with their
 * alphabet.
 */
final class Automaton {
    static final int ROOT = 0;

    /** As many bytes of a form are hidden where the rest is cut off; fewer may be ordinary text. */
    static final int CUT = 8;

    /** Where no form can be. */
    final GramFilter filter;

    /** Which lines end in no part of a form. */
    final LineEnds lineEnds;

    /** Byte to column; column 0 is for all bytes that no form holds. */
    private final int[] columns;

    private final int width;
    /** States below this number have a row in {@link #rows}. */
    private final int denseCount;

    private final int[] rows;
    /** For the other states: a byte that leads on, where it leads, and the state to ask otherwise. */
    private final byte[] label;

    private final int[] next;
    private final int[] fallback;
    /** Length of the longest form that ends in a state, 0 when none does. */
    private final int[] found;

    private final int[] depth;

    /** Takes the tables as they are; the builder fills them. */
    Automaton(GramFilter filter, LineEnds lineEnds, int[] columns, int width, int denseCount, int states) {
        this.filter = filter;
        this.lineEnds = lineEnds;
        this.columns = columns;
        this.width = width;
        this.denseCount = denseCount;
        this.rows = new int[denseCount * width];
        this.label = new byte[states];
        this.next = new int[states];
        this.fallback = new int[states];
        this.found = new int[states];
        this.depth = new int[states];
    }

    static Automaton of(Collection<ByteBuffer> forms) {
        return new AutomatonBuilder(forms).build(new GramFilter(forms), new LineEnds(forms));
    }

    /** Length of the longest form. */
    int longest() {
        int deepest = 0;
        for (int d : depth) {
            deepest = Math.max(deepest, d);
        }
        return deepest;
    }

    /** How many of the last bytes may be the start of a form. */
    int depth(int state) {
        return depth[state];
    }

    /** Length of the longest form that ends in a state, 0 when none does. */
    int found(int state) {
        return found[state];
    }

    /** Whether any form goes over the end of a line. */
    boolean crossesLines() {
        return columns['\n'] != 0;
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

    void setNode(int state, int depthOfState, int foundInState) {
        depth[state] = depthOfState;
        found[state] = foundInState;
    }

    /** Fills the row of a state with the answers of another, which is complete. */
    void setRow(int state, int like) {
        for (int b = 0; b < 256; b++) {
            rows[state * width + columns[b]] = step(like, (byte) b);
        }
    }

    void setInRow(int state, byte b, int to) {
        rows[state * width + columns[b & 0xff]] = to;
    }

    void setSparse(int state, byte b, int to, int otherwise) {
        label[state] = b;
        next[state] = to;
        fallback[state] = otherwise;
    }

    /** Gets the start and end offset of each occurrence. */
    @FunctionalInterface
    interface Sink {
        void found(int start, int end);
    }
}
