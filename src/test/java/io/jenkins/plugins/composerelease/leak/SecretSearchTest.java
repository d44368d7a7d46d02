package io.jenkins.plugins.composerelease.leak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.Test;

/** A search that misses what others wrote would let the leak test pass blind. */
public class SecretSearchTest {
    private static final List<String> NAMES = List.of(
            "marker",
            "db_password",
            "tricky",
            "key",
            "account",
            "token",
            "jwt",
            "word",
            "github",
            "npm",
            "latin1",
            "binary",
            "tiny");

    private final HostileSecrets secrets = new HostileSecrets();
    private final SecretSearch search = secrets.search();

    /** Streams are read in pieces of 1 MiB. */
    @Test
    public void findsEachPieceWhereTheReadingIsCut() {
        int border = 1 << 20;
        byte[] noise = new byte[border + 500];
        new Random(7).nextBytes(noise);
        assertThat(search.in(noise)).isEmpty();
        search.pieces().forEach((secret, pieces) -> {
            for (String piece : pieces) {
                byte[] form = piece.getBytes(StandardCharsets.ISO_8859_1);
                byte[] bytes = noise.clone();
                System.arraycopy(form, 0, bytes, border - form.length / 2, form.length);
                assertThat(search.in(bytes)).containsExactly(secret);
            }
        });
    }

    @Test
    public void findsWhatOtherProgramsMadeOfThem() throws IOException {
        for (String name : NAMES) {
            byte[] bytes = secrets.bytes(name);
            String text = new String(bytes, StandardCharsets.UTF_8);
            assertThat(search.in(bytes)).as(name).containsExactly(name);
            assertThat(search.in(json(text))).as("JSON of " + name).containsExactly(name);
            assertThat(search.in(json(json(Map.of("password", text)))))
                    .as("JSON twice of " + name)
                    .containsExactly(name);
            assertThat(search.in(URLEncoder.encode(text, StandardCharsets.UTF_8)))
                    .as("URL of " + name)
                    .containsExactly(name);
            assertThat(search.in(text.replace("'", "'\\''").replace("$", "$$")))
                    .as("quoted " + name)
                    .containsExactly(name);
            for (String before : List.of("", "u:", "user:")) {
                byte[] login = (before + text + " ").getBytes(StandardCharsets.UTF_8);
                assertThat(search.in(Base64.getMimeEncoder().encode(login)))
                        .as("base64 of " + name)
                        .contains(name);
                assertThat(search.in(Base64.getUrlEncoder().encode(login)))
                        .as("base64 of " + name)
                        .contains(name);
            }
            assertThat(search.in(gzip(("before " + text).getBytes(StandardCharsets.UTF_8))))
                    .as("gzip of " + name)
                    .containsExactly(name);
        }
    }

    @Test
    public void findsWhatLineEndsCutApart() {
        String cut = secrets.text("token").chars().mapToObj(Character::toString).collect(Collectors.joining("\\n"));
        assertThat(search.in(cut)).containsExactly("token");
        assertThat(search.in(cut.replace("\\n", "\r\n"))).containsExactly("token");
    }

    @Test
    public void findsEveryLineOfAKey() {
        secrets.text("key").lines().filter(line -> !line.startsWith("-")).forEach(line -> assertThat(search.in(line))
                .containsExactly("key"));
    }

    @Test
    public void takesNoWordForASecret() {
        assertThat(
                        search.in(
                                "-----BEGIN PRIVATE KEY----- service_account shop shop2026 passwort-0123456789 marker ghp_ npm_"))
                .isEmpty();
    }

    @Test
    public void saysSoWhereItCannotLook() throws IOException {
        byte[] packed = gzip(new byte[10_000]);
        assertThat(search.in(Arrays.copyOf(packed, packed.length - 9))).containsExactly("unreadable gzip");
    }

    private static String json(Object value) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(value);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packing = new GZIPOutputStream(out)) {
            packing.write(content);
        }
        return out.toByteArray();
    }
}
