package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The versions of one image that the registry has as tags: they are released, also where Git's tags were not fetched and
 * where an image says no version, as one that was published before it was released. Read once, when first asked for.
 */
final class RegistryVersions {
    private final Registry registry;
    private final ImageReference repository;
    private final String prefix;
    private List<Version> released;

    /**
     * @param prefix what stands before versions in tags
     */
    RegistryVersions(Registry registry, ImageReference repository, String prefix) {
        this.registry = registry;
        this.repository = repository;
        this.prefix = prefix;
    }

    /** The highest released version that a tag belongs to rather than to ours; only {@code latest}, {@code 1.2}, {@code 1}. */
    Optional<Version> newer(Tag tag, Version ours, Deadline deadline) {
        if (!tag.moving() || tag.rule() != TagRule.LATEST && tag.rule() != TagRule.SEMVER) {
            return Optional.empty();
        }
        return released(deadline).stream()
                .filter(version -> version.compareTo(ours) > 0 && isOf(tag, version))
                .max(Comparator.naturalOrder());
    }

    private boolean isOf(Tag tag, Version version) {
        return tag.rule() == TagRule.LATEST
                || Stream.of(1, 2).anyMatch(parts -> tag.name().equals(TagText.valid(prefix + version.line(parts))));
    }

    private List<Version> released(Deadline deadline) {
        if (released == null) {
            released = registry.tags(repository, deadline).stream()
                    .filter(name -> name.startsWith(prefix))
                    .flatMap(name -> Version.parse(name.substring(prefix.length())).stream())
                    .filter(version -> !version.isPreRelease())
                    .toList();
        }
        return released;
    }
}
