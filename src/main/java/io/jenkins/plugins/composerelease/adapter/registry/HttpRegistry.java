package io.jenkins.plugins.composerelease.adapter.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registry over its HTTP API (OCI distribution 1.1, Docker registry v2). Written here because pinning digests is what
 * this project exists for, and the client inside Jib, the nearest library, is no public API.
 *
 * <p>Plain HTTP is spoken to a registry marked insecure and to this machine ({@code localhost}, {@code 127.*}), HTTPS to
 * all others. Answers 429 and 5xx and broken connections are tried again, up to five times, within the deadline.
 * Thread-safe.
 *
 * @see Registries
 */
public final class HttpRegistry implements Registry {
    private static final String HUB = "registry-1.docker.io";
    private static final List<String> HUB_NAMES = List.of("", "docker.io", "index.docker.io", HUB);

    private final String host;
    private final RegistryClient client;

    public HttpRegistry(RegistryLogin login) {
        this(login, Duration.ofMillis(500));
    }

    /**
     * @param pause before the first repetition; doubled before each further one
     */
    HttpRegistry(RegistryLogin login, Duration pause) {
        host = canonical(login.host());
        client = new RegistryClient(host, login, pause);
    }

    /** The host that is asked for images of this registry: Docker Hub has several names. */
    static String canonical(String registry) {
        return HUB_NAMES.contains(registry) ? HUB : registry;
    }

    @Override
    public Optional<Manifest> manifest(ImageReference reference, Deadline deadline) {
        return find(reference, deadline).map(found -> describe(reference, found, deadline));
    }

    @Override
    public void tag(ImageReference existing, String tag, Deadline deadline) {
        ImageReference.requireTag(tag);
        RawManifest manifest =
                find(existing, deadline).orElseThrow(() -> client.errors().missing(existing.toString()));
        put(existing.withTag(tag), tag, manifest, deadline);
    }

    /** Stores a manifest byte for byte under a tag or its digest. */
    void put(ImageReference target, String version, RawManifest manifest, Deadline deadline) {
        RegistryCall call = RegistryCall.put(
                "point " + target + " at " + manifest.digest(),
                repository(target),
                "manifests/" + version,
                manifest.mediaType(),
                manifest.bytes());
        RegistryAnswer answer = client.send(call, deadline);
        if (answer.status() / 100 != 2) {
            throw client.errors().unexpected(call, answer);
        }
        Optional<String> stored = answer.header("Docker-Content-Digest")
                .or(() -> find(target, deadline).map(RawManifest::digest));
        if (!stored.equals(Optional.of(manifest.digest()))) {
            throw client.errors().otherDigest(target.toString(), manifest.digest(), stored.orElse("none"));
        }
    }

    RegistryClient client() {
        return client;
    }

    /** A manifest whose bytes have the digest that was asked for, or that the registry named. */
    Optional<RawManifest> find(ImageReference reference, Deadline deadline) {
        if (!canonical(reference.registry()).equals(host)) {
            throw new IllegalArgumentException(reference + " is not in registry " + host);
        }
        String version = reference.digest().or(reference::tag).orElse("latest");
        RegistryCall call = RegistryCall.get(
                "read the manifest of " + reference,
                repository(reference),
                "manifests/" + version,
                RawManifest.MEDIA_TYPES);
        RegistryAnswer answer = client.send(call, deadline);
        if (answer.status() == 404 && answer.isRegistryError()) {
            return Optional.empty();
        }
        if (answer.status() != 200) {
            throw client.errors().unexpected(call, answer);
        }
        RawManifest manifest = RawManifest.of(answer);
        requireDigest(reference, manifest.digest(), answer.header("Docker-Content-Digest"));
        requireDigest(reference, manifest.digest(), reference.digest());
        return Optional.of(manifest);
    }

    private void requireDigest(ImageReference reference, String computed, Optional<String> expected) {
        expected.filter(digest -> digest.startsWith("sha256:") && !digest.equals(computed))
                .ifPresent(digest -> {
                    throw client.errors().otherDigest(reference.toString(), digest, computed);
                });
    }

    private Manifest describe(ImageReference reference, RawManifest found, Deadline deadline) {
        JsonNode tree = found.tree(client.errors(), reference.toString());
        if (!tree.path("manifests").isArray()) {
            return describeImage(reference, found, tree, List.of(), deadline);
        }
        List<ManifestJson.Entry> entries = ManifestJson.images(tree);
        if (entries.isEmpty()) {
            throw client.errors().notUnderstood(reference.toString(), "an index without images", null);
        }
        ImageReference first = reference.pinned(entries.get(0).digest());
        RawManifest image =
                find(first, deadline).orElseThrow(() -> client.errors().missing(first.toString()));
        List<String> platforms =
                entries.stream().map(ManifestJson.Entry::platform).distinct().toList();
        Manifest described =
                describeImage(first, image, image.tree(client.errors(), first.toString()), platforms, deadline);
        return new Manifest(
                found.digest(), found.mediaType(), described.size(), described.platforms(), described.labels());
    }

    private Manifest describeImage(
            ImageReference reference, RawManifest raw, JsonNode tree, List<String> platforms, Deadline deadline) {
        String configDigest = tree.path("config").path("digest").asText();
        if (!configDigest.startsWith("sha256:") || !tree.path("layers").isArray()) {
            throw client.errors().notUnderstood(reference.toString(), "media type " + raw.mediaType(), null);
        }
        JsonNode config = config(reference, configDigest, deadline);
        Map<String, String> labels = ManifestJson.labels(config);
        return new Manifest(
                raw.digest(),
                raw.mediaType(),
                ManifestJson.size(tree),
                platforms.isEmpty() ? List.of(ManifestJson.platform(config)) : platforms,
                labels);
    }

    private JsonNode config(ImageReference reference, String digest, Deadline deadline) {
        RegistryCall call = RegistryCall.get(
                "read the configuration of " + reference,
                repository(reference),
                "blobs/" + ImageReference.requireDigest(digest),
                "*/*");
        RegistryAnswer answer = client.send(call, deadline);
        if (answer.status() != 200) {
            throw client.errors().unexpected(call, answer);
        }
        requireDigest(reference, RawManifest.digest(answer.body()), Optional.of(digest));
        return RawManifest.tree(answer.body(), client.errors(), "the configuration of " + reference);
    }

    /** The repository as the registry's paths have it: Docker Hub's own images have a short name. */
    static String repository(ImageReference reference) {
        boolean official = canonical(reference.registry()).equals(HUB)
                && !reference.repository().contains("/");
        return official ? "library/" + reference.repository() : reference.repository();
    }
}
