package io.jenkins.plugins.composerelease.engine.mask;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The forms in which programs print a secret:
 *
 * <ul>
 *   <li>as it is, and without surrounding white space (a file's last newline is rarely printed);
 *   <li>with LF for CRLF and the reverse;
 *   <li>each line of at least 8 characters of one with several lines;
 *   <li>each of these as shells quote it, with {@code $} doubled, and escaped for JSON, URLs and XML, see {@link Escapes};
 *   <li>the whole in base64, see {@link Base64Forms}.
 * </ul>
 */
final class SecretForms {
    /** Shorter lines, such as a closing brace, are ordinary text. */
    private static final int SHORTEST_LINE = 8;

    private static final int SHORTEST = 3;
    private final Set<ByteBuffer> forms = new LinkedHashSet<>();

    private SecretForms() {}

    static Set<ByteBuffer> of(byte[] secret) {
        SecretForms result = new SecretForms();
        result.add(secret);
        Optional<String> text = decode(secret);
        if (text.isPresent()) {
            result.addText(text.get());
        } else {
            Base64Forms.of(secret).forEach(result::add);
        }
        return result.forms;
    }

    private void addText(String secret) {
        String stripped = secret.strip();
        for (String whole : List.of(secret, stripped)) {
            String unix = whole.replace("\r\n", "\n");
            for (String form : List.of(whole, unix, unix.replace("\n", "\r\n"))) {
                addEscaped(form);
                Base64Forms.of(form.getBytes(StandardCharsets.UTF_8)).forEach(this::add);
            }
        }
        List<String> lines = stripped.lines().map(String::strip).toList();
        if (lines.size() > 1) {
            lines.stream().filter(line -> line.length() >= SHORTEST_LINE).forEach(this::addEscaped);
        }
    }

    private void addEscaped(String text) {
        add(text);
        Escapes.of(text).forEach(this::add);
    }

    private void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(byte[] form) {
        if (form.length >= SHORTEST) {
            forms.add(ByteBuffer.wrap(form));
        }
    }

    /** The text when the bytes are UTF-8; escapes for other bytes are nothing a program prints. */
    private static Optional<String> decode(byte[] secret) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(secret))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
