package io.jenkins.plugins.composerelease.engine.mask;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The forms in which programs print a secret:
 *
 * <ul>
 *   <li>as it is, and without surrounding white space (a file's last newline is rarely printed);
 *   <li>with LF for CRLF and the reverse;
 *   <li>each line of at least 8 characters of one with several lines, but for {@link PlainLines}, and all its lines joined;
 *   <li>each of these as shells quote it, with {@code $} doubled, and escaped for JSON, URLs, XML and programming
 *       languages, see {@link Escapes};
 *   <li>the whole, as it is and as documents have it, in base64, see {@link Base64Forms};
 *   <li>one that is not UTF-8 also as it looks when it is read as such or as ISO 8859-1; of one that is no text at all,
 *       such as a key store, each run of at least 12 printable characters.
 * </ul>
 *
 * <p>Long ones have fewer forms, so that what looks for them stays small: above 1 KiB a text or a line of it is escaped only
 * in the usual ways; above 4 KiB a text is known by its lines and a secret in base64 by the whole and by lines of 64 and 76
 * characters from its start, and a line is escaped for JSON only, as all lines are of a text above 64 KiB; above 64 KiB only
 * so much of its start is known beside its lines.
 *
 * <p>Not found are: other encodings such as hexadecimal digits and UTF-16, a change of upper and lower case, an escape
 * twice over (but JSON inside JSON is found), URLs with digits of both cases ({@code %2f} beside {@code %3A}), the end of a
 * secret whose start was cut off, and what is left before marks other than {@code ...}, compression and encryption.
 */
final class SecretForms {
    /** Shorter lines, such as a closing brace, are ordinary text. */
    private static final int SHORTEST_LINE = 8;

    private static final int SHORTEST_RUN = 12;
    private static final int SHORTEST = 3;
    private static final int LONG = 1 << 10;
    private static final int VERY_LONG = 4 << 10;
    private static final int MOST = 64 << 10;
    private final Set<ByteBuffer> forms = new LinkedHashSet<>();
    private final Set<String> whole = new LinkedHashSet<>();

    private final boolean huge;

    private SecretForms(boolean huge) {
        this.huge = huge;
    }

    static Set<ByteBuffer> of(byte[] secret) {
        SecretForms result = new SecretForms(secret.length > MOST);
        result.add(secret.length > MOST ? Arrays.copyOf(secret, MOST) : secret);
        String text = new String(secret, StandardCharsets.UTF_8);
        if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), secret)) {
            result.addText(text);
        } else {
            result.addBinary(secret);
        }
        return result.forms;
    }

    /** Lines of a secret with several that hold too little to be forms, so that they are ordinary text but next to others. */
    static Set<String> shortLines(byte[] secret) {
        List<String> lines = new String(secret, StandardCharsets.UTF_8)
                .strip()
                .lines()
                .map(String::strip)
                .toList();
        return lines.size() == 1
                ? Set.of()
                : lines.stream()
                        .filter(line ->
                                line.length() >= SHORTEST && line.length() < SHORTEST_LINE && !PlainLines.is(line))
                        .collect(Collectors.toUnmodifiableSet());
    }

    private void addText(String secret) {
        String stripped = secret.strip();
        List<String> lines = stripped.lines().map(String::strip).toList();
        if (secret.length() > VERY_LONG) {
            addLines(lines.stream());
            addLong(secret.getBytes(StandardCharsets.UTF_8));
            return;
        }
        for (String text : List.of(secret, stripped)) {
            String unix = text.replace("\r\n", "\n");
            for (String form : List.of(text, unix, unix.replace("\n", "\r\n"))) {
                addWhole(form);
            }
        }
        if (lines.size() > 1) {
            addLines(lines.stream());
            addJoined(lines);
        }
    }

    private void addLines(Stream<String> lines) {
        lines.filter(line -> line.length() >= SHORTEST_LINE && !PlainLines.is(line))
                .forEach(this::addEscaped);
    }

    /** Where a key in PEM format has to be one line, its text between the first line and the last is joined. */
    private void addJoined(List<String> lines) {
        addWhole(String.join("", lines));
        List<String> inner =
                lines.stream().filter(line -> !line.startsWith("-----")).toList();
        if (!inner.isEmpty() && inner.size() < lines.size()) {
            addWhole(String.join("", inner));
        }
    }

    private void addWhole(String text) {
        if (tooPlain(text) || !whole.add(text)) {
            return;
        }
        addEscaped(text);
        Base64Forms.of(text.getBytes(StandardCharsets.UTF_8)).forEach(this::add);
        for (String escaped : text.length() > LONG ? JsonForms.usual(text) : Escapes.insideBase64(text)) {
            if (!escaped.equals(text)) {
                Base64Forms.unbroken(escaped.getBytes(StandardCharsets.UTF_8)).forEach(this::add);
            }
        }
    }

    private void addBinary(byte[] secret) {
        if (secret.length > VERY_LONG) {
            addLong(secret);
        } else {
            Base64Forms.of(secret).forEach(this::add);
        }
        StringBuilder run = new StringBuilder();
        int printable = 0;
        for (byte b : secret) {
            if (b >= ' ' && b < 0x7f) {
                printable++;
                run.append((char) b);
            } else {
                addRun(run);
            }
        }
        addRun(run);
        if (printable * 10 >= secret.length * 6 && secret.length <= VERY_LONG) {
            for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
                String text = new String(secret, charset);
                addEscaped(text);
                addEscaped(text.strip());
                addLines(text.lines().map(String::strip));
            }
        }
    }

    private void addLong(byte[] secret) {
        Base64Forms.ofLong(secret.length > MOST ? Arrays.copyOf(secret, MOST) : secret)
                .forEach(this::add);
    }

    private void addRun(StringBuilder run) {
        if (run.length() >= SHORTEST_RUN) {
            addEscaped(run.toString());
        }
        run.setLength(0);
    }

    private void addEscaped(String text) {
        add(text);
        boolean json = huge || text.length() > VERY_LONG;
        (json ? JsonForms.usual(text) : text.length() > LONG ? Escapes.usual(text) : Escapes.of(text))
                .forEach(this::add);
    }

    private void add(String text) {
        if (!tooPlain(text)) {
            add(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What {@code echo} makes of a secret full of backslashes may be nothing but line ends. */
    private static boolean tooPlain(String text) {
        return text.strip().length() < SHORTEST;
    }

    private void add(byte[] form) {
        if (form.length >= SHORTEST) {
            forms.add(ByteBuffer.wrap(form));
        }
    }
}
