package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Under which tags of an image's repository its build cache is. Pure.
 *
 * @param read where to look, the best first: version and branch, version and default branch, branch, default branch, any
 * @param write where this build leaves its own; none for a pull request, as what it leaves would be taken by others
 */
record CacheSources(List<String> read, List<String> write) {
    private static final String PREFIX = "cache";

    CacheSources {
        read = List.copyOf(read);
        write = List.copyOf(write);
    }

    /**
     * @param key keeps caches of one repository apart
     * @param context what is known of the image's build
     */
    static CacheSources of(Optional<String> key, TagContext context) {
        Optional<String> version = context.effectiveVersion();
        boolean pullRequest = context.pullRequest().isPresent();
        List<String> own = pullRequest ? List.of() : context.branch().stream().toList();
        List<String> branches = Stream.concat(own.stream(), Stream.of(context.defaultBranch()))
                .distinct()
                .toList();
        List<String> read = tags(key, version, branches);
        return new CacheSources(read, pullRequest ? List.of() : tags(key, version, own));
    }

    /**
     * Refuses tags that caches have in this or another build.
     *
     * @throws InvalidInputException if a tag is {@code cache} or begins with {@code cache-}
     */
    static void requireApart(String image, List<Tag> tags) {
        tags.stream()
                .filter(tag -> tag.name().equals(PREFIX) || tag.name().startsWith(PREFIX + "-"))
                .findFirst()
                .ifPresent(tag -> {
                    throw new InvalidInputException(
                            "Tag '" + tag.name() + "' of image '" + image + "', of the rule '"
                                    + tag.rule().label() + "', is one that build caches get.",
                            "Rename the branch or tag it comes from, or publish with 'cache' none.");
                });
    }

    private static List<String> tags(Optional<String> key, Optional<String> version, List<String> branches) {
        List<String> tags = new ArrayList<>();
        version.ifPresent(text -> branches.forEach(branch -> tags.add(tag(key, text, branch))));
        branches.forEach(branch -> tags.add(tag(key, branch)));
        tags.add(tag(key));
        return tags;
    }

    private static String tag(Optional<String> key, String... parts) {
        List<String> all = new ArrayList<>(List.of(PREFIX));
        key.ifPresent(all::add);
        all.addAll(List.of(parts));
        return TagText.valid(String.join("-", all));
    }
}
