package io.jenkins.plugins.composerelease.engine.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where the build cache of images is kept beside the engine that builds them. */
public enum CacheMode {
    /** Nowhere. */
    NONE,
    /** In the images themselves: the steps of their last stage. */
    INLINE,
    /** In images of its own in the registry: the steps of all stages. */
    REGISTRY;

    /** The name in configuration: {@code none}, {@code inline} or {@code registry}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names, for messages and completion. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(CacheMode::label).toList();
    }

    public static CacheMode parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "Unknown cache '" + Text.printable(text) + "'.",
                        "Use one of " + String.join(", ", labels()) + "."));
    }
}
