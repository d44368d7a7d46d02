package io.jenkins.plugins.composerelease.engine.mask;

import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A secret in base64, wherever it stands in the encoded text: at each of the three shifts against the groups of three
 * bytes, the characters that depend on the secret alone; to its end with and without padding; in both alphabets. Each
 * piece of {@value #PIECE} characters of these is a form too, so that it does not matter where the encoded text is broken
 * into lines and what stands between them; a shorter piece at one end is a form together with the line break beside it.
 *
 * <p>Of a secret above {@value #SHORT} bytes the pieces are those that begin a group of four characters, as lines of base64
 * do: of lines that begin elsewhere, up to three characters at their ends may be left. No piece is a form that tells of
 * little more than the {@link PlainLines#armour} around a key, which certificates have too.
 */
final class Base64Forms {
    /** Nine bytes of the secret: other texts do not share as many by chance. */
    private static final int PIECE = 12;

    private static final int GROUP = 4;
    private static final int SHORT = 512;

    /** As few bytes beside armour are those that every key begins with. */
    private static final int LITTLE = 5;

    /** So many characters before a line break tell that it is the secret's; fewer would hide the ends of other lines. */
    private static final int BEFORE_BREAK = 8;

    /** As few would hide the end of a line of a log that may go on as the secret. */
    private static final int SHORT_LINE = 3;

    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\\n");

    private Base64Forms() {}

    /** All forms. */
    static Set<String> of(byte[] secret) {
        Set<String> forms = unbroken(secret);
        for (Shifted text : Shifted.all(secret, Base64.getEncoder())) {
            text.whole().forEach(form -> addBroken(forms, form, text));
        }
        return forms;
    }

    /** Those without a line's end inside. */
    static Set<String> unbroken(byte[] secret) {
        Set<String> forms = new LinkedHashSet<>();
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            for (Shifted text : Shifted.all(secret, encoder)) {
                forms.addAll(text.whole());
                addPieces(forms, text, secret.length <= SHORT);
            }
        }
        return forms;
    }

    /** Those that are few: the whole, and lines from its start. */
    static Set<String> ofLong(byte[] secret) {
        Set<String> forms = new LinkedHashSet<>();
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            Shifted.all(secret, encoder).forEach(text -> forms.addAll(text.whole()));
        }
        String encoded = Base64.getEncoder().encodeToString(secret);
        for (int width : new int[] {64, 76}) {
            for (int from = 0; from + PIECE <= encoded.length(); from += width) {
                forms.add(encoded.substring(from, Math.min(encoded.length(), from + width)));
            }
        }
        return forms;
    }

    private static void addPieces(Set<String> forms, Shifted text, boolean all) {
        String padded = text.padded();
        for (int from = 0; from + PIECE <= padded.length(); from++) {
            boolean atAnEnd = from < GROUP || from + PIECE > padded.length() - 2 * GROUP;
            if ((all || atAnEnd || (text.first() + from) % GROUP == 0) && text.tells(from, from + PIECE)) {
                forms.add(padded.substring(from, from + PIECE));
            }
        }
    }

    /** Broken so near to an end that the part there is no piece. */
    private static void addBroken(Set<String> forms, String form, Shifted text) {
        for (int at = 1; at < form.length(); at++) {
            if (at < PIECE || form.length() - at < PIECE) {
                int from = at < PIECE ? (at == SHORT_LINE ? 1 : 0) : at - BEFORE_BREAK;
                int to = Math.min(form.length(), at + PIECE - 1);
                if (text.tells(from, to)) {
                    String before = form.substring(from, at);
                    String after = form.substring(at, to);
                    LINE_ENDS.forEach(lineEnd -> forms.add(before + lineEnd + after));
                }
            }
        }
    }

    /**
     * A secret behind one or two other bytes, or none.
     *
     * @param padded the encoded text from the first character that depends on the secret alone
     * @param first how many characters are before it
     * @param whole the same, and without what depends on what comes after the secret, and without padding
     * @param armour which bytes of the secret are so plain
     */
    private record Shifted(String padded, int shift, int first, Set<String> whole, BitSet armour) {
        static List<Shifted> all(byte[] secret, Base64.Encoder encoder) {
            BitSet armour = PlainLines.armour(secret);
            List<Shifted> all = new ArrayList<>();
            for (int shift = 0; shift < 3; shift++) {
                byte[] shifted = new byte[shift + secret.length];
                System.arraycopy(secret, 0, shifted, shift, secret.length);
                String padded = encoder.encodeToString(shifted);
                int first = (shift * 8 + 5) / 6;
                Set<String> whole = new LinkedHashSet<>();
                whole.add(padded.substring(first, shifted.length * 8 / 6));
                whole.add(padded.substring(first));
                whole.add(encoder.withoutPadding().encodeToString(shifted).substring(first));
                all.add(new Shifted(padded.substring(first), shift, first, whole, armour));
            }
            return all;
        }

        /** Whether these characters tell more than armour. */
        boolean tells(int from, int to) {
            if (armour.isEmpty()) {
                return true;
            }
            int firstByte = (first + from) * 6 / 8 - shift;
            int lastByte = ((first + to) * 6 - 1) / 8 - shift;
            int plain = armour.get(firstByte, lastByte + 1).cardinality();
            return plain == 0 || lastByte + 1 - firstByte - plain > LITTLE;
        }
    }
}
