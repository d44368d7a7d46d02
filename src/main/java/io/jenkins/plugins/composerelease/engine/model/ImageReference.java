package io.jenkins.plugins.composerelease.engine.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A reference to an image as registries understand it: {@code registry/repository:tag@digest}.
 *
 * @param registry host and optional port; empty for Docker Hub's short names
 * @param repository path in the registry, lower case
 * @param tag tag, at most 128 characters
 * @param digest {@code sha256:} and 64 hexadecimal digits
 */
public record ImageReference(String registry, String repository, Optional<String> tag, Optional<String> digest) {
    /** The name that Docker gives Docker Hub, whatever it was called. */
    public static final String HUB = "docker.io";

    private static final List<String> HUB_NAMES = List.of("", HUB, "index.docker.io", "registry-1.docker.io");
    private static final Pattern REGISTRY = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?");
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    public ImageReference {
        if (!registry.isEmpty() && !REGISTRY.matcher(registry).matches()) {
            throw invalid("registry", registry, "Use a host with an optional port.");
        }
        if (!REPOSITORY.matcher(repository).matches()) {
            throw invalid("repository", repository, "Use lower-case letters, digits, '.', '_', '-' and '/'.");
        }
        tag.ifPresent(ImageReference::requireTag);
        digest.ifPresent(ImageReference::requireDigest);
    }

    /** Parses {@code [registry/]repository[:tag][@digest]}; the first part is a registry if it has a dot, a port, or is localhost. */
    public static ImageReference parse(String text) {
        String rest = text;
        Optional<String> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Optional.of(rest.substring(at + 1));
            rest = rest.substring(0, at);
        }
        Optional<String> tag = Optional.empty();
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = Optional.of(rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }
        int slash = rest.indexOf('/');
        String first = slash < 0 ? "" : rest.substring(0, slash);
        boolean hasRegistry = first.contains(".") || first.contains(":") || first.equals("localhost");
        return new ImageReference(
                hasRegistry ? first : "", hasRegistry ? rest.substring(slash + 1) : rest, tag, digest);
    }

    public static String requireTag(String tag) {
        if (!TAG.matcher(tag).matches()) {
            throw invalid(
                    "tag", tag, "Use letters, digits, '.', '_' and '-', at most 128, not starting with '.' or '-'.");
        }
        return tag;
    }

    public static String requireDigest(String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            throw invalid("digest", digest, "Use sha256: and 64 hexadecimal digits.");
        }
        return digest;
    }

    /** {@code registry/repository}. */
    public String name() {
        return registry.isEmpty() ? repository : registry + "/" + repository;
    }

    /** The same image by its full name: Docker Hub is {@code docker.io}, its own images are in {@code library/}. */
    public ImageReference canonical() {
        if (!isHub(registry)) {
            return this;
        }
        String path = repository.contains("/") ? repository : "library/" + repository;
        return new ImageReference(HUB, path, tag, digest);
    }

    /** Whether both are of one repository, by whatever names. */
    public boolean sameRepository(ImageReference other) {
        return canonical().name().equals(other.canonical().name());
    }

    /** Whether a registry's host is one of Docker Hub's. */
    public static boolean isHub(String registry) {
        return HUB_NAMES.contains(registry);
    }

    /** Whether two hosts are one registry. */
    public static boolean isSameRegistry(String one, String other) {
        return one.equals(other) || isHub(one) && isHub(other);
    }

    public ImageReference withTag(String newTag) {
        return new ImageReference(registry, repository, Optional.of(newTag), Optional.empty());
    }

    /** The same repository pinned to a digest, without a tag. */
    public ImageReference pinned(String newDigest) {
        return new ImageReference(registry, repository, Optional.empty(), Optional.of(newDigest));
    }

    @Override
    public String toString() {
        return name()
                + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }

    private static InvalidInputException invalid(String what, String value, String advice) {
        return new InvalidInputException("'" + Text.printable(value) + "' is not a valid image " + what + ".", advice);
    }
}
