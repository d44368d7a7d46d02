package io.jenkins.plugins.composerelease.engine.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What must hold for all secrets, said without the masker's own list of forms: others' encoders write each secret into a
 * text, and nothing of it may be left. Each method throws an {@link AssertionError} that names the seed.
 */
final class MaskerProperties {
    private static final String TOKEN = "ABCXYZabcxyz0123456789+/=_-.";
    private static final String HOSTILE =
            "ab1$'\"\\`<>&%#!;:@/=+,?()[]{}|^~ \t\n\r\u0007\u001b\u00e4\u20ac\ud83d\ude00";
    private static final String WORDS = "the target production answered with status of container web and db in 12 ms\n";

    private MaskerProperties() {}

    /** No escaped form of a secret is left, nor anything else of the text taken away. */
    static void hidesWhatOthersEscape(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> secrets = secrets(random);
        Masker masker = masker(secrets);
        for (String secret : secrets) {
            for (Map.Entry<String, String> form : Encoders.of(secret).entrySet()) {
                requireHidden(masker, "x='", form.getValue(), "' y", "seed " + seed + " " + form.getKey());
            }
        }
    }

    /** The same for what bash prints of them. */
    static void hidesWhatShellsQuote(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            secrets.add(secret(random));
        }
        for (String locale : List.of("C", "C.UTF-8")) {
            for (List<String> forms : ShellQuotes.of(secrets, locale)) {
                assertThat(forms).as("seed " + seed).hasSameSizeAs(secrets);
                for (int i = 0; i < forms.size(); i++) {
                    Masker masker = masker(List.of(secrets.get(i)));
                    requireHidden(masker, "x=", forms.get(i), " y", "seed " + seed + " in " + locale);
                }
            }
        }
    }

    /** Base64 of a secret in a longer text, plain and broken into lines; of a field of a document, plain. */
    static void hidesBase64(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> secrets = secrets(random);
        Masker masker = masker(secrets);
        for (String secret : secrets) {
            Base64Text text = new Base64Text(noise(random), secret, noise(random));
            Base64Text field = new Base64Text("{\"k\":\"" + noise(random), Encoders.json(secret), "\"}");
            for (boolean url : new boolean[] {false, true}) {
                text.requireHidden(masker, url, 0, "", "seed " + seed);
                field.requireHidden(masker, url, 0, "", "seed " + seed + " field");
            }
            for (String lineEnd : List.of("\n", "\r\n", "\\n")) {
                text.requireHidden(masker, false, 64, lineEnd, "seed " + seed);
                text.requireHidden(masker, false, 76, lineEnd, "seed " + seed);
            }
        }
    }

    /** Lines of a secret that come one by one between those of others. */
    static void hidesLinesOneByOne(long seed) {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 2 + random.nextInt(6); i > 0; i--) {
            lines.add(text(random, TOKEN, 3 + random.nextInt(70)).replace(".", "a"));
        }
        String end = random.nextBoolean() ? "\n" : "";
        LineMasker masker =
                Masker.of(List.of(Secret.of(String.join("\n", lines) + end))).lines();
        assertThat(masker.mask("before")).isEqualTo("before");
        for (String line : lines) {
            assertThat(masker.mask(line)).as("seed " + seed).isEqualTo("****");
        }
        assertThat(masker.mask("and after")).isEqualTo("and after");
    }

    /** Bytes that are no UTF-8, as they look when they are read as text. */
    static void hidesOtherEncodings(long seed) {
        Random random = new Random(seed);
        byte[] secret = ("k\u00e9y-" + text(random, TOKEN, 8 + random.nextInt(30)) + "\u00fc")
                .getBytes(StandardCharsets.ISO_8859_1);
        Masker masker = Masker.of(List.of(Secret.of(secret)));
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
            assertThat(masker.mask("[" + new String(secret, charset) + "]"))
                    .as("seed " + seed)
                    .isEqualTo("[****]");
        }
    }

    /** Ordinary text is unchanged, also next to many secrets that begin alike. */
    static void leavesOtherTextAlone(long seed) {
        Random random = new Random(seed);
        List<String> secrets = new ArrayList<>();
        String start = text(random, TOKEN, 1 + random.nextInt(7));
        for (int i = random.nextInt(20); i >= 0; i--) {
            secrets.add(start + text(random, TOKEN, 8 + random.nextInt(30)));
        }
        StringBuilder ordinary = new StringBuilder();
        String[] words = WORDS.split("(?<= )");
        for (int i = random.nextInt(400); i > 0; i--) {
            ordinary.append(words[random.nextInt(words.length)]);
        }
        String text = ordinary.toString();
        assertThat(masker(secrets).mask(text)).as("seed " + seed).isSameAs(text);
    }

    private static void requireHidden(Masker masker, String before, String form, String after, String what) {
        String text = before + form + after;
        requireHidden(text, before.length(), text.length() - after.length(), masker.mask(text), "", what);
    }

    /** Between the two offsets nothing may be left but pieces of line ends; outside everything that is left must be as it was. */
    static void requireHidden(String text, int from, int to, String masked, String lineEnd, String what) {
        int first = masked.indexOf("****");
        int last = masked.lastIndexOf("****") + 4;
        String told = what + ": '" + text + "' became '" + masked + "'";
        assertThat(first).as(told).isBetween(0, from);
        assertThat(text).as(told).startsWith(masked.substring(0, first));
        assertThat(masked.length() - last).as(told).isLessThanOrEqualTo(text.length() - to);
        assertThat(text).as(told).endsWith(masked.substring(last));
        String between = masked.substring(first, last).replace("****", "");
        assertThat(between.chars()).as(told).allMatch(c -> lineEnd.indexOf(c) >= 0);
    }

    private static Masker masker(List<String> secrets) {
        return Masker.of(secrets.stream().map(Secret::of).toList());
    }

    private static List<String> secrets(Random random) {
        List<String> secrets = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            secrets.add(secret(random));
        }
        return secrets;
    }

    private static String secret(Random random) {
        int length = 3 + random.nextInt(random.nextInt(4) == 0 ? 90 : 25);
        String secret = "";
        while (secret.strip().codePoints().count() < 3) {
            secret = text(random, random.nextInt(3) == 0 ? TOKEN : HOSTILE, length);
        }
        return secret;
    }

    private static String noise(Random random) {
        return text(random, "user:QRS 789", random.nextInt(90));
    }

    private static String text(Random random, String alphabet, int length) {
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    /** A secret inside a text that is encoded as a whole. */
    private record Base64Text(String before, String secret, String after) {
        void requireHidden(Masker masker, boolean url, int width, String lineEnd, String what) {
            byte[] text = (before + secret + after).getBytes(StandardCharsets.UTF_8);
            int start = before.getBytes(StandardCharsets.UTF_8).length;
            int end = start + secret.getBytes(StandardCharsets.UTF_8).length;
            String encoded = (url ? Base64.getUrlEncoder() : Base64.getEncoder()).encodeToString(text);
            int from = (start * 8 + 5) / 6; // the characters before share bits with what is before
            int to = end * 8 / 6;
            if (width > 0) {
                encoded = String.join(lineEnd, Arrays.asList(encoded.split("(?<=\\G.{" + width + "})")));
                boolean broken = from / width < (to - 1) / width;
                from += from / width * lineEnd.length() + (broken ? 1 : 0);
                to += (to - 1) / width * lineEnd.length();
            }
            MaskerProperties.requireHidden(encoded, from, to, masker.mask(encoded), lineEnd, what + " " + width);
        }
    }
}
