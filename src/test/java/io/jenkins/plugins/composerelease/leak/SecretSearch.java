package io.jenkins.plugins.composerelease.leak;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * Finds secrets in bytes without knowing how programs escape them: what it looks for are pieces of letters and digits, which no
 * quoting for shells, JSON, URLs, XML, SQL or Compose changes, and these in base64 wherever they begin. Line ends within a piece do not hide
 * it, nor does gzip. It shares no code with what is tested.
 * Not for several threads at a time.
 */
public final class SecretSearch {
    private static final int CHUNK = 1 << 20;
    private static final int HEAD = 4;

    private final Map<String, Set<String>> pieces = new LinkedHashMap<>();
    private final Map<Integer, List<Piece>> byHead = new HashMap<>();
    private final boolean[] heads = new boolean[1 << 16];
    private final byte[] buffer = new byte[CHUNK];
    private final byte[] joined = new byte[CHUNK];
    private int longest;

    private record Piece(String secret, byte[] bytes) {}

    public SecretSearch(Map<String, List<String>> pieces) {
        pieces.forEach((secret, parts) -> parts.forEach(part -> add(secret, part)));
    }

    /** What is looked for, by secret, for tests that plant it. */
    public Map<String, Set<String>> pieces() {
        return pieces;
    }

    public Set<String> in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What stands before the first piece of each secret in a text, for the message of a test that fails. */
    public List<String> before(String text) {
        List<String> found = new ArrayList<>();
        pieces.forEach((secret, parts) -> {
            for (String part : parts) {
                int at = text.indexOf(part);
                if (at >= 0) {
                    found.add(secret + " after '" + text.substring(Math.max(0, at - 80), at) + "'");
                    return;
                }
            }
        });
        return found;
    }

    /** The names of the secrets that these bytes hold. */
    public Set<String> in(byte[] bytes) {
        try {
            return in(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The names of the secrets in a stream; what gzip packed is looked at too. */
    public Set<String> in(InputStream stream) throws IOException {
        byte[] start = stream.readNBytes(2);
        InputStream all = new java.io.SequenceInputStream(new ByteArrayInputStream(start), stream);
        Set<String> found = new TreeSet<>();
        if (start.length == 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
            byte[] packed = all.readAllBytes();
            chunks(new ByteArrayInputStream(packed), found);
            try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                chunks(unpacked, found);
            } catch (IOException e) {
                found.add("unreadable gzip"); // what cannot be looked at is no clean place
            }
        } else {
            chunks(all, found);
        }
        return found;
    }

    private void chunks(InputStream in, Set<String> found) throws IOException {
        int kept = 0;
        for (int read = in.readNBytes(buffer, 0, CHUNK); read > 0; read = in.readNBytes(buffer, kept, CHUNK - kept)) {
            int length = kept + read;
            scan(buffer, length, found);
            int shorter = join(length);
            if (shorter < length) {
                scan(joined, shorter, found);
            }
            kept = Math.min(length, 4 * longest); // with line ends in it a piece is longer
            System.arraycopy(buffer, length - kept, buffer, 0, kept);
        }
    }

    private void scan(byte[] bytes, int length, Set<String> found) {
        for (int at = 0; at + HEAD <= length; at++) {
            int head = head(bytes, at);
            if (heads[(head ^ head >>> 16) & 0xffff]) {
                for (Piece piece : byHead.getOrDefault(head, List.of())) {
                    int end = at + piece.bytes.length;
                    if (end <= length && Arrays.equals(bytes, at, end, piece.bytes, 0, piece.bytes.length)) {
                        found.add(piece.secret);
                    }
                }
            }
        }
    }

    /** Leaves line ends out, also those that a JSON text or a shell's quoting writes as {@code \\n}; returns the length. */
    private int join(int length) {
        int to = 0;
        for (int at = 0; at < length; at++) {
            byte b = buffer[at];
            if (b == '\\' && at + 1 < length && (buffer[at + 1] == 'n' || buffer[at + 1] == 'r')) {
                at++;
            } else if (b != '\n' && b != '\r') {
                joined[to++] = b;
            }
        }
        return to;
    }

    private void add(String secret, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        addForm(secret, bytes);
        for (int shift = 0; shift < 3; shift++) {
            addForm(secret, base64(bytes, shift, Base64.getEncoder()));
            addForm(secret, base64(bytes, shift, Base64.getUrlEncoder()));
        }
        if (!part.chars().allMatch(c -> c < 0x80)) {
            for (boolean upper : new boolean[] {false, true}) {
                addForm(secret, escaped(part, "\\u%04x", upper));
                addForm(secret, escaped(part, "&#x%x;", upper));
                addForm(secret, escaped(part, "&#%d;", upper));
                addForm(secret, percent(bytes, upper));
            }
        }
    }

    private void addForm(String secret, byte[] form) {
        if (form.length < HEAD) {
            throw new AssertionError("A piece of '" + secret + "' is too short to look for.");
        }
        if (pieces.computeIfAbsent(secret, name -> new java.util.LinkedHashSet<>())
                .add(new String(form, StandardCharsets.ISO_8859_1))) {
            int head = head(form, 0);
            heads[(head ^ head >>> 16) & 0xffff] = true;
            byHead.computeIfAbsent(head, key -> new ArrayList<>()).add(new Piece(secret, form));
            longest = Math.max(longest, form.length);
        }
    }

    private static byte[] escaped(String part, String format, boolean upper) {
        StringBuilder out = new StringBuilder();
        for (char c : part.toCharArray()) {
            String code = String.format(Locale.ROOT, format, (int) c);
            out.append(upper ? code.replace("x", "X").toUpperCase(Locale.ROOT).replace("\\U", "\\u") : code);
        }
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] percent(byte[] bytes, boolean upper) {
        StringBuilder out = new StringBuilder();
        for (byte b : bytes) {
            out.append(String.format(Locale.ROOT, upper ? "%%%02X" : "%%%02x", b));
        }
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The characters that do not depend on what stands before and after. */
    private static byte[] base64(byte[] part, int shift, Base64.Encoder encoder) {
        byte[] shifted = new byte[shift + part.length];
        System.arraycopy(part, 0, shifted, shift, part.length);
        return Arrays.copyOfRange(encoder.encode(shifted), (shift * 8 + 5) / 6, shifted.length * 8 / 6);
    }

    private static int head(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }
}
