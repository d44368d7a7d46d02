package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/** Random secrets, and a log in which some of them stand. The same in each run. */
final class MaskTexts {
    static final int MEGABYTES = 16;
    static final int FEW_MEGABYTES = 1;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-.";
    private final List<String> secrets = new ArrayList<>();
    private final int hits;

    /**
     * @param count how many secrets, each of 12 to 40 characters
     * @param hits in how many lines of a hundred one of them stands
     */
    MaskTexts(int count, int hits) {
        this.hits = hits;
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            StringBuilder secret = new StringBuilder();
            for (int n = 12 + random.nextInt(29); n > 0; n--) {
                secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            secrets.add(secret.toString());
        }
    }

    List<Secret> secrets() {
        return secrets.stream().map(Secret::of).toList();
    }

    /** The secrets as they are and no other form of them, longest first. */
    Pattern alternation() {
        return Pattern.compile(String.join(
                "|",
                secrets.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .toList()));
    }

    byte[] text() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        while (text.length() < MEGABYTES << 20) {
            String at = String.format(Locale.ROOT, "2026-11-22T02:%02d:%02d", random.nextInt(60), random.nextInt(60));
            text.append(at).append(" INFO [worker-").append(random.nextInt(16)).append("] ");
            text.append(Long.toHexString(random.nextLong()))
                    .append(" GET /api/v1/orders/")
                    .append(random.nextInt(90_000));
            text.append(" answered 200 in ").append(random.nextInt(600)).append(" ms, session=");
            boolean hit = random.nextInt(100) < hits;
            text.append(
                    hit ? secrets.get(random.nextInt(secrets.size())) : Long.toString(Math.abs(random.nextLong()), 36));
            text.append('\n');
        }
        return text.substring(0, MEGABYTES << 20).getBytes(StandardCharsets.UTF_8);
    }
}
