package io.jenkins.plugins.composerelease.adapter.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A registry over its HTTP API (OCI distribution 1.1, Docker registry v2). Written here because pinning digests is what
 * this project exists for, and the client inside Jib, the nearest library, is no public API.
 *
 * <p>Plain HTTP is spoken to a registry marked insecure and to this machine ({@code localhost}, {@code 127.*}), HTTPS to
 * all others. Answers 429 and 5xx and broken connections are tried again, up to five times, within the deadline, and as
 * late as the registry asks, which is five minutes at most.
 * Thread-safe.
 *
 * @see Registries
 */
public final class HttpRegistry implements Registry {
    private static final String HUB = "registry-1.docker.io";

    private static final int KNOWN_CONFIGURATIONS = 64;

    private final String host;
    private final RegistryClient client;

    /** By digest, which names the content; the eldest goes first. */
    private final Map<String, JsonNode> configurations = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonNode> eldest) {
            return size() > KNOWN_CONFIGURATIONS;
        }
    });

    public HttpRegistry(RegistryLogin login) {
        this(login, line -> {});
    }

    /**
     * @param waits gets a line before each pause: why, and how long; and one where tags are not listed
     */
    public HttpRegistry(RegistryLogin login, Consumer<String> waits) {
        this(login, waits, Duration.ofMillis(500));
    }

    /**
     * @param pause before the first repetition; doubled before each further one
     */
    HttpRegistry(RegistryLogin login, Consumer<String> waits, Duration pause) {
        host = canonical(login.host());
        client = new RegistryClient(host, login, waits, pause);
    }

    /** The host that is asked for images of this registry: Docker Hub has several names. */
    static String canonical(String registry) {
        return ImageReference.isHub(registry) ? HUB : registry;
    }

    @Override
    public Optional<Manifest> manifest(ImageReference reference, Deadline deadline) {
        return find(reference, deadline).map(found -> describe(reference, found, false, deadline));
    }

    @Override
    public Optional<Manifest> wholeManifest(ImageReference reference, Deadline deadline) {
        return find(reference, deadline).map(found -> describe(reference, found, true, deadline));
    }

    @Override
    public Optional<String> digest(ImageReference reference, Deadline deadline) {
        return digest(reference, headCall(reference), deadline);
    }

    private RegistryCall headCall(ImageReference reference) {
        return manifestCall("ask what " + reference + " stands for", reference).as("HEAD");
    }

    private Optional<String> digest(ImageReference reference, RegistryCall call, Deadline deadline) {
        RegistryAnswer answer = client.send(call, deadline);
        Optional<String> digest = answer.header("Docker-Content-Digest").filter(value -> value.startsWith("sha256:"));
        if (answer.status() == 200 && digest.isPresent()) {
            requireDigest(reference, digest.get(), reference.digest());
            return digest;
        }
        if (answer.status() == 404
                && answer.header("Content-Type")
                        .filter(type -> type.contains("json"))
                        .isPresent()) {
            return Optional.empty();
        }
        return find(reference, deadline).map(RawManifest::digest); // its answer has a body, and so can be told apart
    }

    @Override
    public List<String> tags(ImageReference repository, Deadline deadline) {
        requireOurs(repository);
        return new TagList(client, repository(repository)).read(deadline);
    }

    @Override
    public void tag(ImageReference existing, String tag, Deadline deadline) {
        ImageReference.requireTag(tag);
        RawManifest manifest =
                find(existing, deadline).orElseThrow(() -> client.errors().missing(existing.toString()));
        put(existing.withTag(tag), tag, manifest, deadline);
    }

    @Override
    public boolean tagIfAbsent(ImageReference existing, String tag, Deadline deadline) {
        ImageReference target = existing.withTag(ImageReference.requireTag(tag));
        RawManifest manifest =
                find(existing, deadline).orElseThrow(() -> client.errors().missing(existing.toString()));
        RegistryCall call = putCall(target, tag, manifest);
        // With the right to write: to log in for that between asking and writing would leave others time to write.
        RegistryCall ask = headCall(target).alsoWriting();
        for (int attempt = 1; ; attempt++) { // what a registry did not take at once may be another's by the next time
            Optional<String> current = digest(target, ask, deadline);
            if (current.isPresent()) {
                return attempt > 1 && current.get().equals(manifest.digest());
            }
            Optional<RegistryAnswer> answer = client.attempt(call, attempt, deadline);
            if (answer.isPresent()) {
                requireStored(call, target, manifest, answer.get(), deadline);
                return true;
            }
        }
    }

    @Override
    public String index(ImageReference identity, List<ImageReference> platformImages, Deadline deadline) {
        List<IndexJson.Image> images = platformImages.stream()
                .map(reference -> {
                    RawManifest raw = find(reference, deadline)
                            .orElseThrow(() -> client.errors().missing(reference.toString()));
                    JsonNode tree = raw.tree(client.errors(), reference.toString());
                    return new IndexJson.Image(raw, config(reference, configDigest(reference, raw, tree), deadline));
                })
                .toList();
        RawManifest index = IndexJson.of(images);
        ImageReference pinned = identity.pinned(index.digest());
        put(identity.tag().isPresent() ? identity : pinned, identity.tag().orElse(index.digest()), index, deadline);
        return find(pinned, deadline)
                .orElseThrow(() -> client.errors().missing(pinned + " after it was put there"))
                .digest();
    }

    /** Stores a manifest byte for byte under a tag or its digest. */
    void put(ImageReference target, String version, RawManifest manifest, Deadline deadline) {
        RegistryCall call = putCall(target, version, manifest);
        requireStored(call, target, manifest, client.send(call, deadline), deadline);
    }

    private static RegistryCall putCall(ImageReference target, String version, RawManifest manifest) {
        return RegistryCall.put(
                "point " + target + " at " + manifest.digest(),
                repository(target),
                "manifests/" + version,
                manifest.mediaType(),
                manifest.bytes());
    }

    private void requireStored(
            RegistryCall call, ImageReference target, RawManifest manifest, RegistryAnswer answer, Deadline deadline) {
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
        RegistryCall call = manifestCall("read the manifest of " + reference, reference);
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

    private RegistryCall manifestCall(String purpose, ImageReference reference) {
        requireOurs(reference);
        String version = reference.digest().or(reference::tag).orElse("latest");
        return RegistryCall.get(purpose, repository(reference), "manifests/" + version, RawManifest.MEDIA_TYPES);
    }

    private void requireOurs(ImageReference reference) {
        if (!canonical(reference.registry()).equals(host)) {
            throw new IllegalArgumentException(reference + " is not in registry " + host);
        }
    }

    private void requireDigest(ImageReference reference, String computed, Optional<String> expected) {
        expected.filter(digest -> digest.startsWith("sha256:") && !digest.equals(computed))
                .ifPresent(digest -> {
                    throw client.errors().otherDigest(reference.toString(), digest, computed);
                });
    }

    private Manifest describe(ImageReference reference, RawManifest found, boolean whole, Deadline deadline) {
        JsonNode tree = found.tree(client.errors(), reference.toString());
        if (!tree.path("manifests").isArray()) {
            return describeImage(reference, found, tree, List.of(), deadline);
        }
        List<ManifestJson.Entry> entries = ManifestJson.images(tree);
        if (entries.isEmpty()) {
            throw client.errors().notUnderstood(reference.toString(), "an index without images", null);
        }
        List<String> images =
                entries.stream().map(ManifestJson.Entry::digest).distinct().toList();
        List<String> platforms =
                entries.stream().map(ManifestJson.Entry::platform).distinct().toList();
        Manifest first = describePlatform(reference.pinned(images.get(0)), platforms, deadline);
        Map<String, String> labels = new LinkedHashMap<>(first.labels());
        for (String other : whole ? images.subList(1, images.size()) : List.<String>of()) {
            Manifest described = describePlatform(reference.pinned(other), platforms, deadline);
            labels.entrySet().retainAll(described.labels().entrySet());
        }
        return new Manifest(found.digest(), found.mediaType(), first.size(), platforms, labels);
    }

    private Manifest describePlatform(ImageReference reference, List<String> platforms, Deadline deadline) {
        RawManifest image =
                find(reference, deadline).orElseThrow(() -> client.errors().missing(reference.toString()));
        return describeImage(reference, image, image.tree(client.errors(), reference.toString()), platforms, deadline);
    }

    private Manifest describeImage(
            ImageReference reference, RawManifest raw, JsonNode tree, List<String> platforms, Deadline deadline) {
        JsonNode config = config(reference, configDigest(reference, raw, tree), deadline);
        Map<String, String> labels = ManifestJson.labels(config);
        return new Manifest(
                raw.digest(),
                raw.mediaType(),
                ManifestJson.size(tree),
                platforms.isEmpty() ? List.of(ManifestJson.platform(config)) : platforms,
                labels);
    }

    private String configDigest(ImageReference reference, RawManifest raw, JsonNode tree) {
        String digest = tree.path("config").path("digest").asText();
        if (!digest.startsWith("sha256:") || !tree.path("layers").isArray()) {
            throw client.errors().notUnderstood(reference.toString(), "media type " + raw.mediaType(), null);
        }
        return digest;
    }

    private JsonNode config(ImageReference reference, String digest, Deadline deadline) {
        JsonNode known = configurations.get(digest);
        if (known != null) {
            return known;
        }
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
        JsonNode config = RawManifest.tree(answer.body(), client.errors(), "the configuration of " + reference);
        configurations.put(digest, config);
        return config;
    }

    /** The repository as the registry's paths have it: Docker Hub's own images have a short name. */
    static String repository(ImageReference reference) {
        return reference.canonical().repository();
    }
}
