package io.jenkins.plugins.composerelease.leak;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Secrets that careless programs trip over, made anew for each run: whatever they are made of, each has pieces that stand nowhere else by
 * chance, see {@link SecretSearch}.
 */
public final class HostileSecrets {
    /** No secret of the product, but put into every place that is searched: a search that does not find it is blind. */
    public static final String MARKER = "marker";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9]{7,}");
    private static final int PIECE = 16;

    private final Map<String, byte[]> values = new LinkedHashMap<>();
    private final Map<String, List<String>> pieces = new LinkedHashMap<>();

    public HostileSecrets() {
        text(MARKER, random(16));
        text("db_password", " $" + random(8) + "$$ 'w\"" + random(8) + "\\n<d>&%5B+=~*`" + random(8) + " ");
        text("tricky", " $pa$${" + random(8) + "}'\"\\\\\r\n%s&<ö😀>\t" + random(9) + "`id`#!\n\n" + random(8) + " \n");
        text("key", key());
        text(
                "account",
                "{\n  \"type\": \"service_account\",\n  \"private_key_id\": \"" + random(40)
                        + "\",\n  \"private_key\": \"" + key().replace("\n", "\\n") + "\"\n}\n");
        text("token", random(60));
        text("jwt", random(36) + "." + random(220) + "." + random(43));
        text("word", "shop" + random(7));
        text("github", "ghp_" + random(36));
        text("npm", "npm_" + random(20) + "/+=" + random(12));
        text("dotenv", dotenv());
        values.put("latin1", ("pässwort-" + random(10) + "ü").getBytes(StandardCharsets.ISO_8859_1));
        values.put("binary", binary());
        with("latin1", values.get("latin1"));
        with("binary", values.get("binary"));
        String tiny = RANDOM.ints(3, 0x100, 0x250).mapToObj(Character::toString).collect(Collectors.joining());
        values.put("tiny", tiny.getBytes(StandardCharsets.UTF_8));
        pieces.put("tiny", List.of(tiny));
        values.put("empty", new byte[0]);
    }

    public byte[] bytes(String name) {
        return values.get(name).clone();
    }

    public String text(String name) {
        return new String(values.get(name), StandardCharsets.UTF_8);
    }

    /** A secret that somebody else made, such as a registry's password. */
    public HostileSecrets with(String name, byte[] value) {
        List<String> found = new ArrayList<>();
        Matcher run = RUN.matcher(new String(value, StandardCharsets.ISO_8859_1));
        while (run.find()) {
            String all = run.group();
            for (int at = 0; at == 0 || at + PIECE <= all.length(); at += PIECE) {
                found.add(all.substring(at, Math.min(at + PIECE, all.length())));
            }
        }
        found.removeIf(HostileSecrets::isWord);
        if (found.isEmpty()) {
            throw new AssertionError("Secret '" + name + "' has no piece that could be looked for.");
        }
        values.put(name, value.clone());
        pieces.put(name, found);
        return this;
    }

    /** A private key of OpenSSH without a passphrase: the secret part of its fourth line and on, as the rest is in the public key. */
    public HostileSecrets withEd25519(String name, byte[] file) {
        String body = new String(file, StandardCharsets.US_ASCII).replaceAll("-----[^-]*-----|\\s", "");
        values.put(name, file.clone());
        pieces.put(name, List.of(body.substring(216, 236), body.substring(236, 256)));
        return this;
    }

    public SecretSearch search() {
        return new SecretSearch(pieces);
    }

    /** Letters and digits of both cases. */
    public static String random(int length) {
        StringBuilder out = new StringBuilder();
        while (out.length() < length) {
            // A digit in every third place keeps each piece from being a word, and numbers from being pieces.
            out.append(
                    out.length() % 3 == 1
                            ? (char) ('2' + RANDOM.nextInt(8))
                            : ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return out.toString();
    }

    private void text(String name, String value) {
        with(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Lines as those of a PEM file; the last one is short. */
    private static String key() {
        StringBuilder key = new StringBuilder("-----BEGIN PRIVATE KEY-----\n");
        for (int line = 0; line < 4; line++) {
            key.append(random(64)).append('\n');
        }
        return key.append(random(7)).append("\n-----END PRIVATE KEY-----\n").toString();
    }

    /** Twenty variables, written in every way there is; two are no secrets. */
    private static String dotenv() {
        StringBuilder file = new StringBuilder("# of production\nWORKERS=4\nexport MODE_OF_APP=production\n\n");
        List<String> forms = List.of("%s", "'%s $x'", "\"%s\\n\\\"$y\\\"\"", "%s # a comment", "a=%s/+=");
        for (int number = 1; number <= 18; number++) {
            String form = forms.get(number % forms.size());
            file.append("CONF_")
                    .append(number)
                    .append('=')
                    .append(form.formatted(random(12)))
                    .append('\n');
        }
        return file.toString();
    }

    /** No text in any encoding, with readable pieces as a keystore has them. */
    private static byte[] binary() {
        byte[] bytes = new byte[200];
        RANDOM.nextBytes(bytes);
        byte[] readable = random(24).getBytes(StandardCharsets.US_ASCII);
        bytes[0] = (byte) 0xff;
        bytes[59] = 0;
        System.arraycopy(readable, 0, bytes, 60, readable.length);
        bytes[60 + readable.length] = 0;
        return bytes;
    }

    private static boolean isWord(String piece) {
        return !piece.matches(".*[0-9].*") || !piece.matches(".*[A-Za-z].*");
    }
}
