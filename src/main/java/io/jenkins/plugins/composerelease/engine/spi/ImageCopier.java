package io.jenkins.plugins.composerelease.engine.spi;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;

/** Copies images between repositories and registries, byte for byte. */
public interface ImageCopier {

    /**
     * Puts an image, with all its platforms and everything they refer to, into another repository under its digest; sets
     * no tag. What is there already is not sent again. When this returns, the destination was read back and has the
     * digest.
     *
     * @param from pinned reference
     * @param to the repository it goes to; its tag and digest do not matter
     * @throws io.jenkins.plugins.composerelease.engine.model.ReleaseException if a registry refuses, has other content
     *     than the digest says, or cannot be reached
     */
    Moved copy(ImageReference from, ImageReference to, Deadline deadline);

    /**
     * What a copy moved.
     *
     * @param there whether the destination had the image already
     * @param mounted blobs that the destination took from another of its repositories
     * @param sent blobs that went over the network
     * @param bytes their size
     */
    record Moved(boolean there, int mounted, int sent, long bytes) {}
}
