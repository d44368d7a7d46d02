package io.jenkins.plugins.composerelease.engine.mask;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Replaces secrets, in every form listed at {@link SecretForms}, by {@code ****}. Each byte that belongs to an occurrence
 * of any form is hidden; occurrences that overlap or touch become one {@code ****}. Immutable and thread-safe.
 */
public final class Masker {
    /** What stands in the place of a secret. */
    public static final String REPLACEMENT = "****";

    /** Hides nothing. */
    public static final Masker NONE = new Masker(Set.of(), Set.of());

    private static final int SHORTEST = 3;
    private static final MaskerCache USED = new MaskerCache();
    private final Automaton automaton;
    private final Set<String> shortLines;

    private Masker(Set<ByteBuffer> forms, Set<String> shortLines) {
        this.automaton = Automaton.of(forms);
        this.shortLines = shortLines;
    }

    /**
     * A masker for these secrets; empty ones are ignored.
     *
     * @throws InvalidInputException if one is so short (1 or 2 characters) or so plain (white space only) that hiding it
     *     would hide ordinary text
     */
    public static Masker of(Collection<Secret> secrets) {
        Map<String, Secret> numbered = new LinkedHashMap<>();
        secrets.forEach(secret -> numbered.put("number " + (numbered.size() + 1), secret));
        return named(numbered);
    }

    /** The same for secrets with names, so that a refusal can say which one it is. */
    public static Masker named(Map<String, Secret> secrets) {
        Set<ByteBuffer> forms = new LinkedHashSet<>();
        Set<String> shortLines = new HashSet<>();
        secrets.forEach((name, secret) -> {
            if (!secret.isEmpty()) {
                requireMaskable(name, secret);
                forms.addAll(SecretForms.of(secret.bytes()));
                shortLines.addAll(SecretForms.shortLines(secret.bytes()));
            }
        });
        return new Masker(forms, shortLines);
    }

    /** The same, or the one that somebody else in this process uses for the same secrets in this order. */
    public static Masker shared(Map<String, Secret> secrets) {
        return USED.get(secrets.values(), () -> named(secrets));
    }

    /**
     * The text with every secret hidden; the same instance when it holds none. Of a secret that was cut off, at the end or
     * before a mark such as {@code ...}, what is left is hidden when it is at least 8 bytes long. A text with several lines
     * may be the end of a longer one: of a secret with several lines that began before it, the last ones are hidden too.
     */
    public String mask(String text) {
        String masked = maskForms(text);
        int end = masked.indexOf('\n');
        if (end < 0 || !isRest(masked.substring(0, end))) {
            return masked;
        }
        String[] lines = masked.split("\n", -1);
        for (int i = 0; i < lines.length && isRest(lines[i]); i++) {
            lines[i] = lines[i].replace(lines[i].strip(), REPLACEMENT);
        }
        return String.join("\n", lines);
    }

    /** Whether a masked line, before which others are missing, may be the rest of a secret that began in those. */
    boolean isRest(String masked) {
        String line = masked.strip();
        return line.equals(REPLACEMENT) || shortLines.contains(line);
    }

    private String maskForms(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean[] any = new boolean[1];
        Search search = new Search(automaton, (start, end) -> any[0] = true);
        search.advance(bytes, 0, bytes.length);
        if (!any[0] && search.depth() < Automaton.CUT) {
            return text;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        try (MaskingOutputStream masking = wrap(out)) {
            masking.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array accepts every write", e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Whether the text holds any secret as a whole. */
    public boolean holds(String text) {
        boolean[] any = new boolean[1];
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        new Search(automaton, (start, end) -> any[0] = true).advance(bytes, 0, bytes.length);
        return any[0];
    }

    /**
     * A stream that passes on what is written to it with secrets hidden, however the writes are cut. It keeps back only
     * bytes that may be the start of a secret, also on {@code flush}; {@code finish} and {@code close} pass them on.
     */
    public MaskingOutputStream wrap(OutputStream out) {
        return new MaskingOutputStream(automaton, out, false);
    }

    /**
     * The same for a log that nobody may ever close: passes on every finished line at once. A line that may be the start
     * of a secret with several lines is hidden then, whether or not the rest of the secret follows.
     */
    public MaskingOutputStream wrapLog(OutputStream out) {
        return new MaskingOutputStream(automaton, out, true);
    }

    /** What hides secrets in the lines of one source, which come one by one. */
    public LineMasker lines() {
        return new LineMasker(this, null, true);
    }

    /**
     * Requires that a secret can be hidden; an empty one needs no hiding.
     *
     * @param name what the refusal calls it, after "Secret"
     * @throws InvalidInputException as {@link #of} says
     */
    public static void requireMaskable(String name, Secret secret) {
        if (secret.isEmpty()) {
            return;
        }
        String text = secret.reveal().strip();
        if (text.isEmpty()) {
            throw new InvalidInputException(
                    "Secret " + name + " consists of white space only, which cannot be hidden in logs.",
                    "Give its real value, or leave it empty.");
        }
        if (text.codePointCount(0, text.length()) < SHORTEST) {
            throw new InvalidInputException(
                    "Secret " + name + " is only 1 or 2 characters long: hiding it would hide ordinary text in logs.",
                    "Use one of at least " + SHORTEST + " characters, or pass the value as a plain variable.");
        }
    }
}
