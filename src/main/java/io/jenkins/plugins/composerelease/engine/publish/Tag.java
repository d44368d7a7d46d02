package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.TagRule;

/**
 * A tag that an image gets.
 *
 * @param name the tag, valid for registries
 * @param moving whether it follows newer images; a tag that does not move is never taken from another image
 * @param rule the rule it comes from
 */
public record Tag(String name, boolean moving, TagRule rule) {
    public Tag {
        ImageReference.requireTag(name);
    }
}
