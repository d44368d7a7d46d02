package io.jenkins.plugins.composerelease.adapter.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.spi.ImageCopier;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies images over the registries' HTTP API: blobs first, then the manifests that name them, an index last. Within one
 * registry blobs are mounted, between two they are streamed and never held. Thread-safe.
 */
public final class ImageCopy implements ImageCopier {
    /** An index may name further indexes; nobody nests them deeper. */
    private static final int DEEPEST = 3;

    private final Registries registries;

    public ImageCopy(Registries registries) {
        this.registries = registries;
    }

    @Override
    public Moved copy(ImageReference from, ImageReference to, Deadline deadline) {
        Job job = new Job(registries.of(from), registries.of(to), from, to, deadline);
        boolean there = job.manifest(from.digest().orElseThrow(), 0);
        return new Moved(there, job.mounted, job.sent, job.bytes);
    }

    /** One image on its way. */
    private static final class Job {
        private final HttpRegistry source;
        private final HttpRegistry destination;
        private final ImageReference from;
        private final ImageReference to;
        private final Deadline deadline;
        private int mounted;
        private int sent;
        private long bytes;

        Job(HttpRegistry source, HttpRegistry destination, ImageReference from, ImageReference to, Deadline deadline) {
            this.source = source;
            this.destination = destination;
            this.from = from;
            this.to = to;
            this.deadline = deadline;
        }

        /** Returns whether it was there: a registry takes no manifest before it has what that names. */
        boolean manifest(String digest, int depth) {
            ImageReference original = from.pinned(digest);
            ImageReference copy = to.pinned(digest);
            if (destination.find(copy, deadline).isPresent()) {
                return true;
            }
            RegistryErrors errors = source.client().errors();
            RawManifest raw = source.find(original, deadline).orElseThrow(() -> errors.missing(original.toString()));
            JsonNode tree = raw.tree(errors, original.toString());
            if (tree.path("manifests").isArray()) {
                if (depth == DEEPEST) {
                    throw errors.notUnderstood(original.toString(), "an index in an index in an index", null);
                }
                tree.path("manifests").forEach(child -> manifest(digest(child), depth + 1));
            } else {
                blobs(tree, raw, original, errors).forEach(this::blob);
            }
            destination.put(copy, digest, raw, deadline);
            RegistryErrors readBack = destination.client().errors();
            destination.find(copy, deadline).orElseThrow(() -> readBack.missing(copy + " after it was put there"));
            return false;
        }

        private List<BlobTransfer.Blob> blobs(
                JsonNode tree, RawManifest raw, ImageReference original, RegistryErrors errors) {
            if (!tree.path("config").has("digest") || !tree.path("layers").isArray()) {
                throw errors.notUnderstood(original.toString(), "media type " + raw.mediaType(), null);
            }
            List<BlobTransfer.Blob> blobs = new ArrayList<>();
            blobs.add(blob(tree.path("config")));
            for (JsonNode layer : tree.path("layers")) {
                // Layers that may not be distributed have an address of their own, and registries do not ask for them.
                if (!layer.path("urls").isArray()) {
                    blobs.add(blob(layer));
                }
            }
            return blobs;
        }

        private BlobTransfer.Blob blob(JsonNode descriptor) {
            return new BlobTransfer.Blob(
                    HttpRegistry.repository(from),
                    HttpRegistry.repository(to),
                    digest(descriptor),
                    descriptor.path("size").asLong());
        }

        private void blob(BlobTransfer.Blob blob) {
            BlobTransfer transfer = new BlobTransfer(source.client(), destination.client(), deadline);
            switch (transfer.move(blob, source == destination)) {
                case MOUNTED -> mounted++;
                case SENT -> {
                    sent++;
                    bytes += blob.size();
                }
                default -> {}
            }
        }

        private static String digest(JsonNode descriptor) {
            return ImageReference.requireDigest(descriptor.path("digest").asText());
        }
    }
}
