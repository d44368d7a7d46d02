package io.jenkins.plugins.composerelease.engine.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

public class MaskerTest {
    private static final String TRICKY = "pa$$ 'w\"o\\r<d>&ö/😀+=~*`x";
    static final String KEY = "-----BEGIN KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUA\n}\nAAAAC3NzaC1lZDI1NTE5\n";

    @Test
    public void hidesASecretWhereverItStands() {
        assertThat(mask("login admin:hunter2!", "hunter2")).isEqualTo("login admin:****!");
        assertThat(mask("hunter2", "hunter2")).isEqualTo("****");
        assertThat(mask("hunter2 hunter2", "hunter2")).isEqualTo("**** ****");
    }

    @Test
    public void hidesOverlappingNestedAndTouchingSecrets() {
        assertThat(mask("<abcXYZdef>", "abcXYZ", "XYZdef")).isEqualTo("<****>");
        assertThat(mask("<abcXYZdef>", "bcXYZd", "XYZ")).isEqualTo("<a****ef>");
        assertThat(mask("<abcdef>", "abc", "def")).isEqualTo("<****>");
        assertThat(mask("<aaaaaaa>", "aaa")).isEqualTo("<****>");
    }

    @Test
    public void findsASecretThatBeginsInsideAnAbandonedOne() {
        assertThat(mask("abababac!", "ababac")).isEqualTo("ab****!");
        assertThat(mask("secresecret", "secret")).isEqualTo("secre****");
    }

    @Test
    public void returnsTheSameTextWhenThereIsNothingToHide() {
        String text = "nothing \ud800 here";
        assertThat(Masker.of(List.of(Secret.of("hunter2"))).mask(text)).isSameAs(text);
        assertThat(Masker.NONE.mask(text)).isSameAs(text);
    }

    /** Bash quotes a tilde where it would stand for a home directory: also after a colon or an equals sign. */
    @Test
    public void hidesATildeAsBashQuotesIt() {
        assertThat(mask("x=shop:\\~word\\;1 y", "shop:~word;1")).isEqualTo("x=**** y");
        assertThat(mask("\\~word\\;1 a~word\\;1", "~word;1")).isEqualTo("**** a****");
    }

    @Test
    public void hidesEscapedForms() throws JsonProcessingException {
        List<String> forms = List.of(
                "'" + TRICKY.replace("'", "'\\''") + "'",
                TRICKY.replace("$", "$$"),
                new ObjectMapper().writeValueAsString(TRICKY),
                URLEncoder.encode(TRICKY, StandardCharsets.UTF_8),
                URLEncoder.encode(TRICKY, StandardCharsets.UTF_8).replace("+", "%20"),
                "pa$$ 'w&quot;o\\r&lt;d&gt;&amp;ö/😀+=~*`x",
                "pa$$ &#39;w&#34;o\\r&lt;d&gt;&amp;ö/😀+=~*`x",
                "pa$$ 'w\\\"o\\\\r\\u003cd\\u003e\\u0026ö/😀+=~*`x",
                "pa$$ 'w\\\"o\\\\r<d>&\\u00f6/\\ud83d\\ude00+=~*`x");
        for (String form : forms) {
            assertThat(mask("[" + form + "]", TRICKY)).as(form).isIn("[****]", "['****']", "[\"****\"]");
        }
    }

    @Test
    public void hidesBase64AtEveryShiftAndInBothAlphabets() {
        byte[] secret = "??>>s\u00ff3cr\u00fft~~".getBytes(StandardCharsets.UTF_8);
        Masker masker = Masker.of(List.of(Secret.of(secret)));
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            for (int shift = 0; shift < 6; shift++) {
                byte[] before = "user:u".substring(0, shift).getBytes(StandardCharsets.UTF_8);
                byte[] text = Arrays.copyOf(before, shift + secret.length);
                System.arraycopy(secret, 0, text, shift, secret.length);
                String encoded = encoder.encodeToString(text);
                String untouched = encoded.substring(0, (shift * 8 + 5) / 6);
                assertThat(masker.mask(encoded)).as("shift " + shift).isEqualTo(untouched + "****");
                assertThat(masker.mask(encoder.encodeToString(withTail(text, "; more"))))
                        .as("shift " + shift + " with a tail")
                        .startsWith(untouched + "****")
                        .hasSizeLessThan(untouched.length() + 4 + 12);
            }
        }
    }

    @Test
    public void hidesBase64BrokenIntoLines() {
        String secret = "x".repeat(40) + "0123456789".repeat(9) + "y".repeat(40);
        String encoded = Base64.getMimeEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        assertThat(mask(encoded, secret)).doesNotContainPattern("[A-Za-z0-9]");
    }

    @Test
    public void hidesWhatEchoMakesOfBackslashes() {
        assertThat(mask("[a\tb\\c\u0007 AB]", "a\\tb\\\\c\\a \\0101B")).isEqualTo("[****]");
        assertThat(mask("[lo\rd]\n[second]", "lo\\rd\nsecond line")).isEqualTo("[lo\rd]\n[second]");
        assertThat(mask("the lo\rd of all", "the lo\\rd of all\nsecond line")).isEqualTo("****");
    }

    @Test
    public void hidesLinesOfAMultiLineSecretButNotShortOnes() {
        assertThat(mask("db | AAAAC3NzaC1lZDI1NTE5\nif (x) {\n}\n", KEY)).isEqualTo("db | ****\nif (x) {\n}\n");
        assertThat(mask(KEY, KEY)).isEqualTo("****");
        assertThat(mask(KEY.replace("\n", "\r\n"), KEY)).isEqualTo("****");
        assertThat(mask("  " + KEY.replace("\n", "\n  "), KEY))
                .isEqualTo("  -----BEGIN KEY-----\n  ****\n  }\n  ****\n  ");
    }

    @Test
    public void hidesTheEndOfASecretWithSeveralLinesWhereATextBegins() {
        String key = "first-line-of-key\nab==\ncd12\n}\n";
        for (String rest : List.of("first-line-of-key\n ab==\ncd12", "ab==\n\tcd12", "ab==", "cd12\r")) {
            assertThat(mask(rest + "\nab==\nother\nab==", key))
                    .startsWith("****")
                    .endsWith("****\nother\nab==");
            LineMasker lines = Masker.of(List.of(Secret.of(key))).lines();
            rest.lines().forEach(line -> assertThat(lines.mask(line).strip()).isEqualTo("****"));
            assertThat(lines.mask("other")).isEqualTo("other");
            assertThat(lines.mask("ab==")).isEqualTo("ab==");
        }
        for (String other : List.of("ab==", "}\nab==", "ab== x\nab==", "\nab==")) {
            assertThat(mask(other, key)).isEqualTo(other);
        }
    }

    @Test
    public void hidesASecretWithoutTheLastNewlineOfItsFile() {
        assertThat(mask("password: hunter2, ok", "hunter2\n")).isEqualTo("password: ****, ok");
    }

    @Test
    public void refusesSecretsThatWouldHideOrdinaryText() {
        for (String tooPlain : List.of("a", "ab", "ab\n", "äö", " a ")) {
            assertThatThrownBy(() -> Masker.named(Map.of("'DB_PASSWORD'", Secret.of(tooPlain))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("Secret 'DB_PASSWORD' is only 1 or 2 characters long");
        }
        assertThatThrownBy(() -> Masker.of(List.of(Secret.of("good enough"), Secret.of(" \n \n"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Secret number 2 consists of white space only");
    }

    @Test
    public void ignoresEmptySecrets() {
        assertThat(mask("text", "")).isEqualTo("text");
    }

    @Test
    public void hidesBytesThatAreNoText() throws IOException {
        byte[] secret = {(byte) 0xff, 0, (byte) 0xfe, 7};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var stream = Masker.of(List.of(Secret.of(secret))).wrap(out)) {
            stream.write('<');
            stream.write(secret);
            stream.write('>');
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("<****>");
    }

    @Test
    public void hidesWhatIsLeftOfASecretThatWasCut() {
        String token = "eyJhbGciOiJIUzI1NiJ9.Abc123Abc123";
        assertThat(mask("its body begins '" + Text.printable("token=" + token.repeat(9)) + "'", token.repeat(9)))
                .isEqualTo("its body begins 'token=****...'");
        for (int kept = 0; kept <= token.length(); kept++) {
            String shown = kept < 8 ? token.substring(0, kept) : "****";
            for (String mark : List.of("...", "\u2026", "")) {
                String expected = "is " + (mark.equals("...") && kept == 21 ? "****" : shown) + mark;
                assertThat(mask("is " + token.substring(0, kept) + mark, token)).isEqualTo(expected);
            }
        }
        assertThat(mask("is eyJhbGciOiJ.. or eyJhbGciOiJ. and eyJhbGciOiJ", token))
                .isEqualTo("is eyJhbGciOiJ.. or eyJhbGciOiJ. and ****");
    }

    @Test
    public void tellsWholeSecretsFromWhatMayBePartOfOne() {
        Masker masker = Masker.of(List.of(Secret.of("registry.example.com/token")));
        assertThat(masker.holds("registry.example.com")).isFalse();
        assertThat(masker.holds("a registry.example.com/token")).isTrue();
    }

    @Test
    public void hidesASecretThatIsNotUtf8AsItLooksWhenItIsReadAsText() throws IOException {
        byte[] secret = "p\u00e4sswort-geheim".getBytes(StandardCharsets.ISO_8859_1);
        Masker masker = Masker.of(List.of(Secret.of(secret)));
        assertThat(masker.mask("is " + new String(secret, StandardCharsets.UTF_8)))
                .isEqualTo("is ****");
        assertThat(masker.mask("is p\u00e4sswort-geheim")).isEqualTo("is ****");
        assertThat(masker.mask("is p\\ufffdsswort-geheim")).isEqualTo("is ****");
    }

    @Test
    public void hidesTheNamesInsideAKeyStore() {
        byte[] store = new byte[300];
        new Random(1).nextBytes(store);
        byte[] name = "production-signing-key".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, store, 100, name.length);
        store[99] = 0;
        store[100 + name.length] = 0;
        Masker masker = Masker.of(List.of(Secret.of(store)));
        assertThat(masker.mask("alias production-signing-key")).isEqualTo("alias ****");
    }

    @Test
    public void hidesLinesOfAKeyThatWereJoined() {
        String joined = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUA}AAAAC3NzaC1lZDI1NTE5";
        assertThat(mask("key=" + joined, KEY)).isEqualTo("key=****");
        assertThat(mask("key=-----BEGIN KEY-----" + joined, KEY)).isEqualTo("key=****");
    }

    @Test
    public void hidesLongSecretsWithFewForms() {
        byte[] store = new byte[100_000];
        new Random(1).nextBytes(store);
        byte[] start = Arrays.copyOf(store, 60_000);
        byte[] line = ("{\"a\": \"" + "\"+/ ".repeat(25_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        for (byte[] secret : List.of(store, line)) {
            int bytes = SecretForms.of(secret).stream()
                    .mapToInt(ByteBuffer::remaining)
                    .sum();
            assertThat(bytes).isLessThan(20 * secret.length);
        }
        assertThat(mask(Base64.getMimeEncoder().encodeToString(start), start)).doesNotContainPattern("[A-Za-z0-9]");
        assertThat(mask("x" + Base64.getUrlEncoder().encodeToString(start), start))
                .isEqualTo("x****");
        String text = new String(Base64.getMimeEncoder().encode(store), StandardCharsets.US_ASCII);
        assertThat(mask(text.replace("\r\n", "\n| "), text.getBytes(StandardCharsets.US_ASCII)))
                .doesNotContainPattern("[A-Za-z0-9]");
    }

    @Test
    public void knowsADocumentOfSomeKilobytesByFewForms() {
        Random random = new Random(1);
        byte[] key = new byte[1200];
        random.nextBytes(key);
        String account = "{\n  \"type\": \"service_account\",\n  \"private_key\": \""
                + Base64.getMimeEncoder().encodeToString(key).replace("\r\n", "\\n")
                + "\",\n  \"client_email\": \"shop@example.com\"\n}\n";
        assertThat(SecretForms.of(account.getBytes(StandardCharsets.UTF_8))).hasSizeLessThan(6_000);
        for (String before : List.of("", "a", "ab")) {
            String encoded = lines(before + account + before);
            int to = (before + account).length() * 8 / 6;
            MaskerProperties.requireHidden(
                    encoded,
                    (before.length() * 8 + 5) / 6,
                    to + (to - 1) / 76,
                    mask(encoded, account),
                    "\n",
                    "behind '" + before + "'");
        }
    }

    @Test
    public void showsLinesThatTellNothing() {
        String settings = "[database]\nproduction:\n\"service\": {\nCorrect horse battery:\nHunter_2x:\n";
        for (String line : List.of("[database]", "production:", "\"service\": {")) {
            assertThat(mask("Deploying to " + line + " now", settings)).isEqualTo("Deploying to " + line + " now");
        }
        assertThat(mask("[Correct horse battery:] [Hunter_2x:]", settings)).isEqualTo("[****] [****]");
        assertThat(mask("[database]", "[database]")).isEqualTo("****");
        String expected = "expected '-----BEGIN KEY-----' at the start, got -----BEGIN KEY-----";
        assertThat(mask(expected, KEY)).isEqualTo(expected);
        assertThat(Masker.of(List.of(Secret.of(settings))).lines().mask("[database]"))
                .isEqualTo("[database]");
    }

    @Test
    public void showsOtherCertificatesInBase64AndHidesAllOfAKey() {
        String body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7x1y2z3\n".repeat(3);
        String key = "-----BEGIN PRIVATE KEY-----\n" + body + "-----END PRIVATE KEY-----\n";
        String other = "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhk==\n-----END CERTIFICATE-----\n";
        for (int shift = 0; shift < 3; shift++) {
            String before = "ab".substring(0, shift);
            assertThat(mask(lines(before + other + "ab"), key)).isEqualTo(lines(before + other + "ab"));
            int start = shift + key.indexOf('M');
            int to = (start + body.length()) * 8 / 6;
            String encoded = lines(before + key + other);
            MaskerProperties.requireHidden(
                    encoded, (start * 8 + 5) / 6, to + (to - 1) / 76, mask(encoded, key), "\n", "shift " + shift);
        }
    }

    @Test
    public void leavesEmptyLinesAlone() {
        assertThat(mask("a\n\n\n\nb", "\\n\\n\\n")).isEqualTo("a\n\n\n\nb");
    }

    private static String lines(String text) {
        return Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] withTail(byte[] text, String tail) {
        byte[] more = tail.getBytes(StandardCharsets.UTF_8);
        byte[] result = Arrays.copyOf(text, text.length + more.length);
        System.arraycopy(more, 0, result, text.length, more.length);
        return result;
    }

    private static String mask(String text, byte[] secret) {
        return Masker.of(List.of(Secret.of(secret))).mask(text);
    }

    private static String mask(String text, String... secrets) {
        return Masker.of(Arrays.stream(secrets).map(Secret::of).toList()).mask(text);
    }
}
