package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the tags of an image mean where it is promoted to.
 *
 * @param revision what the image was built from
 */
record PromotedTags(PublishedImage image, String revision) {
    private static final String VERSION = "org.opencontainers.image.version";
    /** A whole version, with or without what follows; only its short forms may move. */
    private static final Pattern FULL_VERSION = Pattern.compile("v?[0-9]+\\.[0-9]+\\.[0-9]+([-+_].*)?");

    /** The tag that stands for the image's content: that of its revision. */
    String identity() {
        return image.identity()
                .or(() -> image.tags().stream()
                        .limit(1)
                        .filter(tag -> tag.endsWith(revision))
                        .findFirst())
                .orElse(revision);
    }

    /**
     * @param all whether the other tags go along
     */
    List<String> names(boolean all) {
        List<String> names = new ArrayList<>(List.of(identity()));
        if (all) {
            image.tags().stream().filter(tag -> !names.contains(tag)).forEach(names::add);
        }
        return names;
    }

    /** Whether a tag is this image's for good. Where the rules it came from are not known, its form has to tell. */
    boolean fixed(String tag) {
        if (image.identity().isPresent()) {
            return tag.equals(identity()) || !image.moving().contains(tag);
        }
        String brief = revision.substring(0, TagContext.SHORT);
        return tag.equals(identity())
                || tag.equals(identity().replace(revision, brief))
                || tag.endsWith("-" + brief)
                || FULL_VERSION.matcher(tag).matches();
    }

    /**
     * The newer version that a tag stands for there and keeps: {@code latest} and short versions never move back.
     *
     * @param ours labels of this image
     * @param theirs labels of what the tag stands for
     */
    Optional<Version> newer(String tag, Map<String, String> ours, Map<String, String> theirs) {
        boolean follows = tag.equals("latest") || image.tags().stream().anyMatch(full -> full.startsWith(tag + "."));
        if (fixed(tag) || !follows) {
            return Optional.empty();
        }
        // An image that was published before it was released has the version as a tag only.
        Optional<Version> own = Stream.concat(
                        version(ours).stream(),
                        image.tags().stream().filter(this::fixed).flatMap(name -> Version.parse(name).stream()))
                .max(Comparator.naturalOrder());
        return version(theirs)
                .filter(version -> !version.isPreRelease())
                .filter(version -> own.isPresent() && version.compareTo(own.get()) > 0);
    }

    private static Optional<Version> version(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(VERSION)).flatMap(Version::parse);
    }
}
