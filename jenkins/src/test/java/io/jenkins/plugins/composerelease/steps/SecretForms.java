package io.jenkins.plugins.composerelease.steps;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What secrets look like in other bytes: as they are, line by line or, where they are no text, piece by piece, and in
 * base64 wherever it may begin, in both alphabets.
 */
final class SecretForms {
    /** Shorter lines of several, such as the last one of a key, may stand anywhere by chance. */
    private static final int SHORTEST_LINE = 12;

    private static final int PIECE = 32;
    private static final int PREFIX = 4;

    private final Map<String, List<byte[]>> forms = new LinkedHashMap<>();
    private final Map<Integer, List<Map.Entry<String, byte[]>>> byPrefix = new HashMap<>();

    SecretForms with(String name, String secret) {
        return with(name, secret.getBytes(StandardCharsets.UTF_8));
    }

    SecretForms with(String name, byte[] secret) {
        List<byte[]> found = new ArrayList<>();
        for (byte[] part : parts(secret)) {
            found.add(part);
            for (int shift = 0; shift < 3; shift++) {
                found.add(base64(part, shift, Base64.getEncoder()));
                found.add(base64(part, shift, Base64.getUrlEncoder()));
            }
        }
        forms.put(name, found);
        for (byte[] form : found) {
            byPrefix.computeIfAbsent(prefix(form, 0), key -> new ArrayList<>()).add(Map.entry(name, form));
        }
        return this;
    }

    /** The forms of each secret, for planting them. */
    Map<String, List<byte[]>> all() {
        return forms;
    }

    /** The names of the secrets that stand in these bytes. */
    Set<String> in(byte[] content) {
        Set<String> names = new TreeSet<>();
        for (int at = 0; at + PREFIX <= content.length; at++) {
            List<Map.Entry<String, byte[]>> candidates = byPrefix.get(prefix(content, at));
            if (candidates != null) {
                for (Map.Entry<String, byte[]> form : candidates) {
                    int end = at + form.getValue().length;
                    if (end <= content.length
                            && Arrays.equals(content, at, end, form.getValue(), 0, form.getValue().length)) {
                        names.add(form.getKey());
                    }
                }
            }
        }
        return names;
    }

    private static List<byte[]> parts(byte[] secret) {
        List<byte[]> parts = new ArrayList<>();
        if (isText(secret)) {
            List<String> lines =
                    new String(secret, StandardCharsets.UTF_8).lines().toList();
            lines.stream()
                    .filter(line -> lines.size() == 1 || line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
                    .forEach(line -> parts.add(line.getBytes(StandardCharsets.UTF_8)));
        } else {
            for (int at = 0; at == 0 || at + PIECE <= secret.length; at += PIECE) {
                parts.add(Arrays.copyOfRange(secret, at, Math.min(at + PIECE, secret.length)));
            }
        }
        if (parts.isEmpty()) {
            throw new AssertionError("A secret of " + secret.length + " bytes has nothing to look for.");
        }
        return parts;
    }

    private static boolean isText(byte[] secret) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(secret))
                    .chars()
                    .allMatch(c -> c >= ' ' || c == '\n' || c == '\t');
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The characters that do not depend on what stands before and after. */
    private static byte[] base64(byte[] part, int shift, Base64.Encoder encoder) {
        ByteArrayOutputStream shifted = new ByteArrayOutputStream();
        shifted.write(new byte[shift], 0, shift);
        shifted.write(part, 0, part.length);
        byte[] encoded = encoder.encode(shifted.toByteArray());
        return Arrays.copyOfRange(encoded, (shift * 8 + 5) / 6, shifted.size() * 8 / 6);
    }

    private static int prefix(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes, at, PREFIX).getInt();
    }
}
