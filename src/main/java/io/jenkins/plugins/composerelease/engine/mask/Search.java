package io.jenkins.plugins.composerelease.engine.mask;

import io.jenkins.plugins.composerelease.engine.model.Text;
import java.nio.charset.StandardCharsets;

/** Where the search for forms stands in a text that comes piece by piece. For one thread at a time. */
final class Search {
    private static final byte[] DOTS = Text.CUT.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ELLIPSIS = {(byte) 0xe2, (byte) 0x80, (byte) 0xa6};
    private static final int NONE = -1;

    private final Automaton automaton;
    private final Automaton.Sink sink;
    private int state = Automaton.ROOT;
    /** What may be the beginning of a form that was cut off, as soon as the rest of the mark comes. */
    private int cutStart = NONE;

    private int cutEnd;

    Search(Automaton automaton, Automaton.Sink sink) {
        this.automaton = automaton;
        this.sink = sink;
    }

    /**
     * Goes on over bytes and tells for each end of a form where the longest one that ends there began, and each beginning
     * of a form that a mark says was cut off. Ends never decrease by more than the mark's length.
     *
     * @param from where the last call ended; as many bytes as {@link #undecided} told are still before it
     */
    void advance(byte[] bytes, int from, int end) {
        decideCut(bytes, end);
        GramFilter filter = automaton.filter;
        int at = from;
        int known = from;
        while (at < end) {
            int begin = at - automaton.depth(state);
            int group = filter.next(bytes, begin + filter.stride - 1, end);
            int restart = group - filter.stride + 1; // no form begins before it
            if (restart > begin) {
                at = restart;
                state = Automaton.ROOT;
            }
            at = run(bytes, at, end, group <= filter.last(end) ? group : Integer.MAX_VALUE, known);
            known = Math.max(known, at);
        }
    }

    /** How many of the last bytes before {@code end} may belong to what is found later. */
    int undecided(int end) {
        int depth = automaton.depth(state);
        return cutStart == NONE ? depth : Math.max(depth, end - cutStart);
    }

    /** How many of the last bytes are the beginning of a form. */
    int depth() {
        return automaton.depth(state);
    }

    /** Tells that the bytes have moved towards the front. */
    void moved(int count) {
        if (cutStart != NONE) {
            cutStart = Math.max(0, cutStart - count);
            cutEnd -= count;
        }
    }

    void reset() {
        state = Automaton.ROOT;
        cutStart = NONE;
    }

    /** Until no form that begins at {@code until} or before is undecided. What ends before {@code known} is told already. */
    private int run(byte[] bytes, int from, int end, int until, int known) {
        int at = from;
        while (at < end && at - automaton.depth(state) <= until) {
            byte b = bytes[at];
            if ((b == DOTS[0] || b == ELLIPSIS[0]) && automaton.depth(state) >= Automaton.CUT && at >= known) {
                noticeCut(bytes, at, end);
            }
            state = automaton.step(state, b);
            at++;
            int found = automaton.found(state);
            if (found > 0 && at > known) {
                sink.found(at - found, at);
            }
        }
        return at;
    }

    private void noticeCut(byte[] bytes, int at, int end) {
        if (cutStart == NONE) {
            cutStart = Math.max(0, at - automaton.depth(state));
            cutEnd = at;
            decideCut(bytes, end);
        }
    }

    private void decideCut(byte[] bytes, int end) {
        if (cutStart == NONE || cutEnd >= end) {
            return;
        }
        byte[] mark = bytes[cutEnd] == DOTS[0] ? DOTS : ELLIPSIS;
        for (int i = 1; i < mark.length; i++) {
            if (cutEnd + i == end) {
                return;
            }
            if (bytes[cutEnd + i] != mark[i]) {
                cutStart = NONE;
                return;
            }
        }
        sink.found(cutStart, cutEnd);
        cutStart = NONE;
    }
}
