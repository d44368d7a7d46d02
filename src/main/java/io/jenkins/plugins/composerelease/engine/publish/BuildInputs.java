package io.jenkins.plugins.composerelease.engine.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What decides about an image beside the commit. Of arguments and labels a digest of each value stands for it; of secrets
 * the id alone counts, as whoever has the image must not learn even whether two were the same.
 */
final class BuildInputs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SortedMap<String, String> inputs = new TreeMap<>();

    BuildInputs(BuildRecipe recipe) {
        put("context", recipe.directory().toString());
        put("dockerfile", recipe.file().toString());
        put("target", recipe.target().orElse(""));
        put("platforms", String.join(" ", recipe.platforms()));
        put("network", recipe.options().network().orElse(""));
        put("extra hosts", digests(recipe.options().extraHosts()));
        put(
                "ssh",
                String.join(
                        " ",
                        recipe.options().ssh().stream()
                                .map(key -> key.replaceFirst("=.*", ""))
                                .toList()));
        put("secrets", String.join(" ", new TreeSet<>(recipe.secrets().keySet())));
        recipe.args().forEach((name, value) -> inputs.put("argument " + name, digest(value)));
        recipe.labels().forEach((name, value) -> inputs.put("label " + name, digest(value)));
        recipe.contexts().forEach((name, value) -> inputs.put("context " + name, value));
    }

    /** SHA-256 of all of them: {@code sha256:...}. */
    String digest() {
        return "sha256:" + Sha256.hex(text().getBytes(StandardCharsets.UTF_8));
    }

    /** All of them, by name, as JSON. */
    String text() {
        try {
            return JSON.writeValueAsString(inputs);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts is always written", e);
        }
    }

    /** The names of those that differ between two images, from what {@link #text} gave; empty where one has none. */
    static List<String> difference(String one, String other) {
        Map<String, String> ones = parse(one);
        Map<String, String> others = parse(other);
        if (ones.isEmpty() || others.isEmpty()) {
            return List.of();
        }
        TreeSet<String> names = new TreeSet<>(ones.keySet());
        names.addAll(others.keySet());
        List<String> differing = new ArrayList<>();
        for (String name : names) {
            if (!Objects.equals(ones.get(name), others.get(name))) {
                differing.add(Text.printable(name));
            }
        }
        return differing;
    }

    private void put(String name, String value) {
        if (!value.isEmpty()) {
            inputs.put(name, value);
        }
    }

    private static Map<String, String> parse(String text) {
        try {
            return text.isEmpty() ? Map.of() : JSON.readValue(text, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            return Map.of(); // a label that somebody else wrote
        }
    }

    private static String digests(List<String> values) {
        return values.isEmpty() ? "" : digest(String.join("\n", values));
    }

    private static String digest(String value) {
        return Sha256.hex(value.getBytes(StandardCharsets.UTF_8));
    }
}
