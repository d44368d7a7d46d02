package io.jenkins.plugins.composerelease.engine.mask;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** Hides forms by a search that is too slow and too simple to be wrong. */
final class SimpleSearch {
    private static final byte[] STARS = "****".getBytes(StandardCharsets.US_ASCII);

    private SimpleSearch() {}

    /** What a masking stream writes of the whole text. */
    static byte[] hide(byte[] text, Set<ByteBuffer> forms) {
        boolean[] hidden = occurrences(text, forms);
        for (int end = 8; end <= text.length; end++) {
            if (end == text.length || isMark(text, end, "...") || isMark(text, end, "\u2026")) {
                int longest = unfinished(text, end, forms);
                Arrays.fill(hidden, end - (longest < 8 ? 0 : longest), end, true);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, text, 0, text.length, hidden);
        return out.toByteArray();
    }

    /** What a log gets of lines: of each, as soon as it is there, what is known of it. */
    static byte[] hideByLine(byte[] text, Set<ByteBuffer> forms) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0; from < text.length; ) {
            int end = from;
            while (text[end] != '\n') {
                end++;
            }
            byte[] sofar = Arrays.copyOf(text, end + 1);
            boolean[] hidden = occurrencesEndingAfter(sofar, forms, from);
            for (int at = from + 1; at <= end; at++) {
                if (isMark(sofar, at, "...") || isMark(sofar, at, "\u2026")) {
                    int longest = unfinished(sofar, at, forms);
                    Arrays.fill(hidden, at - (longest < 8 ? 0 : longest), at, true);
                }
            }
            int open = Math.max(from, end + 1 - unfinished(sofar, end + 1, forms));
            if (open < end && !isOrdinary(sofar, open, end)) {
                Arrays.fill(hidden, open, end, true);
            }
            write(out, sofar, from, end, hidden);
            out.write('\n');
            from = end + 1;
        }
        return out.toByteArray();
    }

    static int indexOf(byte[] text, byte[] form, int from) {
        for (int i = from; i + form.length <= text.length; i++) {
            if (text[i] == form[0] && Arrays.equals(text, i, i + form.length, form, 0, form.length)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean[] occurrences(byte[] text, Set<ByteBuffer> forms) {
        return occurrencesEndingAfter(text, forms, 0);
    }

    private static boolean[] occurrencesEndingAfter(byte[] text, Set<ByteBuffer> forms, int after) {
        boolean[] hidden = new boolean[text.length];
        for (ByteBuffer form : forms) {
            int length = form.limit();
            for (int at = indexOf(text, form.array(), Math.max(0, after - length + 1));
                    at >= 0;
                    at = indexOf(text, form.array(), at + 1)) {
                Arrays.fill(hidden, at, at + length, true);
            }
        }
        return hidden;
    }

    /** Length of the longest beginning of a form that ends there, the whole form included. */
    private static int unfinished(byte[] text, int end, Set<ByteBuffer> forms) {
        int longest = 0;
        for (ByteBuffer form : forms) {
            for (int n = Math.min(form.limit(), end); n > longest; n--) {
                if (Arrays.equals(text, end - n, end, form.array(), 0, n)) {
                    longest = n;
                }
            }
        }
        return longest;
    }

    /** Of the secrets here no line is plain. */
    private static boolean isOrdinary(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8).strip().length() < 3;
    }

    private static boolean isMark(byte[] text, int at, String mark) {
        byte[] bytes = mark.getBytes(StandardCharsets.UTF_8);
        return at + bytes.length <= text.length && Arrays.equals(text, at, at + bytes.length, bytes, 0, bytes.length);
    }

    private static void write(ByteArrayOutputStream out, byte[] text, int from, int to, boolean[] hidden) {
        boolean before = false;
        for (int i = from; i < to; i++) {
            if (!hidden[i]) {
                out.write(text[i]);
            } else if (!before) {
                out.writeBytes(STARS);
            }
            before = hidden[i];
        }
    }
}
