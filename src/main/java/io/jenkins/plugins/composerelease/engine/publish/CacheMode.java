package io.jenkins.plugins.composerelease.engine.publish;

/** Where the build cache of images is kept beside the engine that builds them. */
public enum CacheMode {
    /** Nowhere. */
    NONE,
    /** In the images themselves: the steps of their last stage. */
    INLINE,
    /** In images of its own in the registry: the steps of all stages. */
    REGISTRY
}
