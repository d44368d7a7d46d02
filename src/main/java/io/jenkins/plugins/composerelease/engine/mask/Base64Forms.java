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
                for (int from = 0; from + PIECE < form.length(); from++) {
                    forms.add(form.substring(from, from + PIECE));
                }
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

    private static void addBroken(Set<String> forms, String form) {
        int piece = Math.min(PIECE, form.length());
        for (int at = 1; at < piece; at++) {
            int from = at == 3 ? 1 : 0; // see Masker.wrapLog: three characters would hide the end of a line at once
            addBroken(forms, form.substring(from, at), form.substring(at, piece));
        }
        for (int after = 1; after < PIECE && after + BEFORE_BREAK <= form.length(); after++) {
            int at = form.length() - after;
            addBroken(forms, form.substring(at - BEFORE_BREAK, at), form.substring(at));
        }
    }

    private static void addBroken(Set<String> forms, String before, String after) {
        for (String lineEnd : LINE_ENDS) {
            forms.add(before + lineEnd + after);
        }
    }
}
