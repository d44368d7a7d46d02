package io.jenkins.plugins.composerelease.engine.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.Test;

/** Compares the masker with a search that is too slow and too simple to be wrong, over random secrets and texts. */
public class MaskerPropertyTest {
    private static final int ROUNDS = 400;

    @Test
    public void agreesWithASimpleSearchHoweverTheWritesAreCut() throws IOException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            List<Secret> secrets = secrets(random);
            Set<ByteBuffer> forms = forms(secrets);
            byte[] text = text(random, forms);
            byte[] expected = hide(text, forms);
            Masker masker = Masker.of(secrets);
            assertThat(inPieces(masker, text, random, 1 << 20))
                    .as("seed " + seed)
                    .isEqualTo(expected);
            assertThat(inPieces(masker, text, random, 1)).as("seed " + seed).isEqualTo(expected);
            assertThat(inPieces(masker, text, random, 1 + random.nextInt(40)))
                    .as("seed " + seed)
                    .isEqualTo(expected);
            for (ByteBuffer form : forms) {
                assertThat(indexOf(expected, form.array(), 0))
                        .as("seed " + seed)
                        .isNegative();
            }
        }
    }

    @Test
    public void textWithoutSecretsIsUnchanged() throws IOException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] text = new byte[random.nextInt(20_000)];
            random.nextBytes(text);
            Masker masker = Masker.of(List.of(Secret.of("a long secret that random bytes do not hold")));
            assertThat(inPieces(masker, text, random, 1 + random.nextInt(9000))).isEqualTo(text);
        }
    }

    @Test
    public void logThatIsNeverClosedLosesNoFinishedLine() throws IOException {
        int compared = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            List<Secret> secrets = secrets(random);
            Set<ByteBuffer> forms = forms(secrets);
            if (forms.stream().noneMatch(form -> indexOf(form.array(), new byte[] {'\n'}, 0) >= 0)) {
                byte[] text = text(random, forms);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                MaskingOutputStream log = Masker.of(secrets).wrapLog(out);
                for (byte b : text) {
                    log.write(b);
                }
                log.write('\n');
                assertThat(out.toByteArray())
                        .as("seed " + seed)
                        .isEqualTo(hide(
                                (new String(text, StandardCharsets.ISO_8859_1) + "\n")
                                        .getBytes(StandardCharsets.ISO_8859_1),
                                forms));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(ROUNDS / 4);
    }

    /** A small alphabet makes overlaps and nesting frequent; some secrets share pieces or have lines or odd characters. */
    private static List<Secret> secrets(Random random) {
        String alphabet = random.nextBoolean() ? "ab" : "abc'\"$<& /\\ö😀\n";
        List<Secret> result = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            int[] points = alphabet.codePoints().toArray();
            StringBuilder secret = new StringBuilder();
            for (int n = 3 + random.nextInt(20); n > 0; n--) {
                secret.appendCodePoint(points[random.nextInt(points.length)]);
            }
            if (secret.toString().strip().codePoints().count() > 2) {
                result.add(Secret.of(secret.toString()));
            }
        }
        return result;
    }

    private static Set<ByteBuffer> forms(List<Secret> secrets) {
        Set<ByteBuffer> forms = new LinkedHashSet<>();
        secrets.forEach(secret -> forms.addAll(SecretForms.of(secret.bytes())));
        return forms;
    }

    /** Whole forms, pieces of forms and noise in turn. */
    private static byte[] text(Random random, Set<ByteBuffer> forms) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<ByteBuffer> list = List.copyOf(forms);
        for (int i = random.nextInt(30); i > 0 && !list.isEmpty(); i--) {
            byte[] form = list.get(random.nextInt(list.size())).array();
            int from = random.nextInt(3) == 0 ? random.nextInt(form.length) : 0;
            int to = random.nextInt(3) == 0 ? from + random.nextInt(form.length - from) : form.length;
            out.write(form, from, to - from);
            byte[] noise = "ab -\n...\u2026".substring(random.nextInt(8)).getBytes(StandardCharsets.UTF_8);
            out.write(noise, 0, random.nextBoolean() ? 0 : noise.length);
        }
        return out.toByteArray();
    }

    private static byte[] inPieces(Masker masker, byte[] text, Random random, int longest) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MaskingOutputStream stream = masker.wrap(out)) {
            int position = 0;
            while (position < text.length) {
                int length = Math.min(text.length - position, longest == 1 ? 1 : 1 + random.nextInt(longest));
                stream.write(text, position, length);
                position += length;
                if (random.nextInt(4) == 0) {
                    stream.flush();
                }
            }
        }
        return out.toByteArray();
    }

    private static byte[] hide(byte[] text, Set<ByteBuffer> forms) {
        boolean[] hidden = new boolean[text.length];
        for (ByteBuffer form : forms) {
            int at = indexOf(text, form.array(), 0);
            while (at >= 0) {
                Arrays.fill(hidden, at, at + form.array().length, true);
                at = indexOf(text, form.array(), at + 1);
            }
        }
        hideCut(text, forms, hidden);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length; i++) {
            if (!hidden[i]) {
                out.write(text[i]);
            } else if (i == 0 || !hidden[i - 1]) {
                out.writeBytes("****".getBytes(StandardCharsets.US_ASCII));
            }
        }
        return out.toByteArray();
    }

    /** The longest beginning of a form before each mark of a cut and at the end, when it has 8 bytes or more. */
    private static void hideCut(byte[] text, Set<ByteBuffer> forms, boolean[] hidden) {
        for (int end = 8; end <= text.length; end++) {
            if (end == text.length || isMark(text, end, "...") || isMark(text, end, "\u2026")) {
                int longest = 0;
                for (ByteBuffer form : forms) {
                    for (int n = Math.min(form.limit(), end); n >= 8 && n > longest; n--) {
                        if (Arrays.equals(text, end - n, end, form.array(), 0, n)) {
                            longest = n;
                        }
                    }
                }
                Arrays.fill(hidden, end - longest, end, true);
            }
        }
    }

    private static boolean isMark(byte[] text, int at, String mark) {
        byte[] bytes = mark.getBytes(StandardCharsets.UTF_8);
        return at + bytes.length <= text.length && Arrays.equals(text, at, at + bytes.length, bytes, 0, bytes.length);
    }

    private static int indexOf(byte[] text, byte[] form, int from) {
        for (int i = from; i + form.length <= text.length; i++) {
            if (Arrays.equals(text, i, i + form.length, form, 0, form.length)) {
                return i;
            }
        }
        return -1;
    }
}
