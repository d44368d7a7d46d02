package io.jenkins.plugins.composerelease.engine.mask;

import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A secret in base64, wherever it stands in the encoded text: at each of the three shifts against the groups of three
 * bytes, the characters that depend on the secret alone; to its end with and without padding; in both alphabets. Each
 * piece of {@value #PIECE} characters of these is a form too, so that it does not matter where the encoded text is broken
 * into lines and what stands between them; a shorter piece at one end is a form together with the line break beside it.
 */
final class Base64Forms {
    /** Nine bytes of the secret: other texts do not share as many by chance. */
    private static final int PIECE = 12;

    /** So many characters before a line break tell that it is the secret's; fewer would hide the ends of other lines. */
    private static final int BEFORE_BREAK = 8;

    /** As few would hide the end of a line of a log that may go on as the secret. */
    private static final int SHORT_LINE = 3;

    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\\n");

    private Base64Forms() {}

    /** All forms. */
    static Set<String> of(byte[] secret) {
        Set<String> forms = unbroken(secret);
        for (String form : whole(secret, Base64.getEncoder())) {
            addBroken(forms, form);
        }
        return forms;
    }

    /** Those without a line's end inside. */
    static Set<String> unbroken(byte[] secret) {
        Set<String> forms = new LinkedHashSet<>();
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            for (String form : whole(secret, encoder)) {
                forms.add(form);
                for (int from = 0; from + PIECE <= form.length(); from++) {
                    forms.add(form.substring(from, from + PIECE));
                }
            }
        }
        return forms;
    }

    /** Those that are few: the whole, and lines from its start. */
    static Set<String> ofLong(byte[] secret) {
        Set<String> forms = whole(secret, Base64.getEncoder());
        forms.addAll(whole(secret, Base64.getUrlEncoder()));
        String encoded = Base64.getEncoder().encodeToString(secret);
        for (int width : new int[] {64, 76}) {
            for (int from = 0; from + PIECE <= encoded.length(); from += width) {
                forms.add(encoded.substring(from, Math.min(encoded.length(), from + width)));
            }
        }
        return forms;
    }

    private static Set<String> whole(byte[] secret, Base64.Encoder encoder) {
        Set<String> forms = new LinkedHashSet<>();
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + secret.length];
            System.arraycopy(secret, 0, shifted, shift, secret.length);
            String padded = encoder.encodeToString(shifted);
            int first = (shift * 8 + 5) / 6;
            int afterLastWhole = shifted.length * 8 / 6;
            forms.add(padded.substring(first, afterLastWhole));
            forms.add(padded.substring(first));
            forms.add(encoder.withoutPadding().encodeToString(shifted).substring(first));
        }
        return forms;
    }

    /** Broken so near to an end that the part there is no piece. */
    private static void addBroken(Set<String> forms, String form) {
        for (int at = 1; at < form.length(); at++) {
            if (at < PIECE || form.length() - at < PIECE) {
                int from = at < PIECE ? (at == SHORT_LINE ? 1 : 0) : at - BEFORE_BREAK;
                String before = form.substring(from, at);
                String after = form.substring(at, Math.min(form.length(), at + PIECE - 1));
                LINE_ENDS.forEach(lineEnd -> forms.add(before + lineEnd + after));
            }
        }
    }
}
