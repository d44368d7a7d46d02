package io.jenkins.plugins.composerelease.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * What an image's tags are made from where that is not what the release says.
 *
 * @param rules tag rules; empty means the release's
 * @param version this image's own version; empty means the release's
 */
public record Tagging(List<String> rules, Optional<String> version) {
    /** All as the release says. */
    public static final Tagging RELEASE = new Tagging(List.of(), Optional.empty());

    public Tagging {
        rules = List.copyOf(rules);
        version.ifPresent(text -> Names.argument("version", text));
    }
}
