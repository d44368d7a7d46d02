package io.jenkins.plugins.composerelease.engine.mask;

import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A secret in base64, wherever it stands in the encoded text: at each of the three shifts against the groups of three
 * bytes, the characters that depend on the secret alone; to its end with and without padding; in both alphabets; and
 * broken into lines of 64 or 76 characters when it stands at the start.
 */
final class Base64Forms {
    private static final int SHORTEST_LINE = 8;

    private Base64Forms() {}

    static Set<String> of(byte[] secret) {
        Set<String> forms = new LinkedHashSet<>();
        for (Base64.Encoder encoder : new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
            for (int shift = 0; shift < 3; shift++) {
                addShifted(forms, encoder, secret, shift);
            }
        }
        String whole = Base64.getEncoder().encodeToString(secret);
        for (int width : new int[] {64, 76}) {
            addLines(forms, whole, width);
        }
        return forms;
    }

    private static void addShifted(Set<String> forms, Base64.Encoder encoder, byte[] secret, int shift) {
        byte[] shifted = new byte[shift + secret.length];
        System.arraycopy(secret, 0, shifted, shift, secret.length);
        String padded = encoder.encodeToString(shifted);
        int first = (shift * 8 + 5) / 6;
        int afterLastWhole = shifted.length * 8 / 6;
        forms.add(padded.substring(first, afterLastWhole));
        forms.add(padded.substring(first));
        forms.add(encoder.withoutPadding().encodeToString(shifted).substring(first));
    }

    private static void addLines(Set<String> forms, String whole, int width) {
        for (int from = 0; whole.length() > width && from < whole.length(); from += width) {
            String line = whole.substring(from, Math.min(whole.length(), from + width));
            if (line.length() >= SHORTEST_LINE) {
                forms.add(line);
            }
        }
    }
}
