package io.jenkins.plugins.composerelease.engine.mask;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of a secret file that tell nothing and stand in other texts too: what is around a key, names of sections. */
final class PlainLines {
    private static final String ARMOUR = "-----(?:BEGIN|END) [A-Z0-9 ]+-----";
    private static final String WORD = "(?:[A-Z]?[a-z_-]+|[A-Z_-]+)";
    private static final Pattern LINE = Pattern.compile(ARMOUR + "|\\[" + WORD + "]|\"?" + WORD + "\"? ?: ?[\\[{]?");
    /** With the line ends around it, also as JSON and URLs have them. */
    private static final String END = "(?:\\R|\\\\{1,4}[nr]|%0[AD])?";

    private static final Pattern IN_TEXT =
            Pattern.compile(END + "-----(?:BEGIN|END)(?:[A-Z0-9 +]|%20){1,60}+-----" + END);

    private PlainLines() {}

    static boolean is(String line) {
        return LINE.matcher(line.strip()).matches();
    }

    /** Which bytes of a text belong to the first or last line of a key or certificate. */
    static BitSet armour(byte[] text) {
        BitSet bytes = new BitSet();
        Matcher found = IN_TEXT.matcher(new String(text, StandardCharsets.ISO_8859_1));
        while (found.find()) {
            bytes.set(found.start(), found.end());
        }
        return bytes;
    }
}
