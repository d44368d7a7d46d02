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
    private static final int ROUNDS = 200;

    @Test
    public void agreesWithASimpleSearchHoweverTheWritesAreCut() throws Exception {
        forEachSeed(MaskerPropertyTest::agreesWithASimpleSearch);
    }

    @Test
    public void logThatIsNeverClosedLosesNoFinishedLine() throws Exception {
        forEachSeed(MaskerPropertyTest::logAgreesWithASimpleSearch);
    }

    static void agreesWithASimpleSearch(long seed) throws IOException {
        Random random = new Random(seed);
        List<Secret> secrets = secrets(random);
        Set<ByteBuffer> forms = forms(secrets);
        byte[] text = text(random, forms);
        byte[] expected = SimpleSearch.hide(text, forms);
        Masker masker = Masker.of(secrets);
        for (int longest : new int[] {1, 1 << 20, 1 + random.nextInt(40)}) {
            assertThat(inPieces(masker, text, random, longest))
                    .as("seed " + seed + ", writes of at most " + longest)
                    .isEqualTo(expected);
        }
        for (ByteBuffer form : forms) {
            assertThat(SimpleSearch.indexOf(expected, form.array(), 0))
                    .as("seed " + seed)
                    .isNegative();
        }
    }

    static void logAgreesWithASimpleSearch(long seed) throws IOException {
        Random random = new Random(seed);
        List<Secret> secrets = secrets(random);
        Set<ByteBuffer> forms = forms(secrets);
        byte[] text = withLineEnd(text(random, forms));
        byte[] expected = SimpleSearch.hideByLine(text, forms);
        Masker masker = Masker.of(secrets);
        for (int longest : new int[] {1, 1 << 20, 1 + random.nextInt(40)}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            write(masker.wrapLog(out), text, random, longest);
            assertThat(out.toString(StandardCharsets.ISO_8859_1))
                    .as("seed " + seed + ", writes of at most " + longest)
                    .isEqualTo(new String(expected, StandardCharsets.ISO_8859_1));
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
    public void hidesWhatOthersEscape() throws Exception {
        forEachSeed(MaskerProperties::hidesWhatOthersEscape);
    }

    @Test
    public void hidesBase64() throws Exception {
        forEachSeed(MaskerProperties::hidesBase64);
    }

    @Test
    public void hidesLinesOneByOne() throws Exception {
        forEachSeed(MaskerProperties::hidesLinesOneByOne);
    }

    @Test
    public void hidesOtherEncodings() throws Exception {
        forEachSeed(MaskerProperties::hidesOtherEncodings);
    }

    @Test
    public void leavesOtherTextAlone() throws Exception {
        forEachSeed(MaskerProperties::leavesOtherTextAlone);
    }

    @Test
    public void hidesWhatShellsQuote() throws Exception {
        for (long seed = 0; seed < 5; seed++) {
            MaskerProperties.hidesWhatShellsQuote(seed);
        }
    }

    private static void forEachSeed(MaskerFuzz.Property property) throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            property.check(seed);
        }
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

    private static byte[] withLineEnd(byte[] text) {
        byte[] result = Arrays.copyOf(text, text.length + 1);
        result[text.length] = '\n';
        return result;
    }

    private static byte[] inPieces(Masker masker, byte[] text, Random random, int longest) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MaskingOutputStream stream = masker.wrap(out)) {
            write(stream, text, random, longest);
        }
        return out.toByteArray();
    }

    private static void write(MaskingOutputStream stream, byte[] text, Random random, int longest) throws IOException {
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
}
