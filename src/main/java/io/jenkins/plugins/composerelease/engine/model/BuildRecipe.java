package io.jenkins.plugins.composerelease.engine.model;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What an image is built from. Paths stay inside the workspace.
 *
 * @param context build context directory, relative to the workspace; {@code .} for the workspace itself
 * @param dockerfile Dockerfile, relative to the context but not necessarily in it; {@code Dockerfile} when empty
 * @param target stage to build
 * @param args build arguments, never secrets: they stay in the image's history
 * @param labels labels of the image beside those of compose-release
 * @param platforms {@code os/architecture} or {@code os/architecture/variant} each, for example {@code linux/arm64};
 *     empty means the Docker engine's own
 * @param secrets build secrets by id, for {@code RUN --mount=type=secret,id=...}; BuildKit only
 * @param contexts additional build contexts by name, as {@code docker buildx build --build-context} takes them:
 *     directories relative to the workspace, {@code docker-image://...}; BuildKit only
 * @param options how it is built
 * @param cacheKey keeps this image's build cache apart from that of others in its repository
 */
public record BuildRecipe(
        String context,
        Optional<String> dockerfile,
        Optional<String> target,
        Map<String, String> args,
        Map<String, String> labels,
        List<String> platforms,
        Map<String, Secret> secrets,
        Map<String, String> contexts,
        BuildOptions options,
        Optional<String> cacheKey) {
    private static final Pattern PLATFORM = Pattern.compile("[a-z0-9]{1,32}/[a-z0-9_]{1,32}(/[a-z0-9.]{1,32})?");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,254}");
    private static final Set<String> OWN_LABELS =
            Set.of("org.opencontainers.image.revision", "org.opencontainers.image.version");
    /** Linux takes at most 128 KiB for one variable, with its name. */
    private static final int MAX_SECRET = 130_000;

    private static final String IMAGE = "docker-image://";

    public BuildRecipe {
        args = ordered(args);
        labels = ordered(labels);
        platforms = List.copyOf(platforms);
        secrets = ordered(secrets);
        contexts = ordered(contexts);
        directory("build context", context);
        dockerfile.ifPresent(path -> requireInside(context, path));
        target.ifPresent(stage -> Names.name("build target", stage));
        args.keySet().forEach(key -> Names.variable("build argument", key));
        labels.keySet().forEach(BuildRecipe::label);
        Set<String> distinct = new HashSet<>();
        platforms.forEach(platform -> {
            if (!distinct.add(platform(platform))) {
                throw new InvalidInputException("platform '" + platform + "' is there twice.", "Remove one.");
            }
        });
        secrets.forEach((id, secret) -> requireSize(Names.name("build secret", id), secret));
        contexts.forEach((name, value) -> additional(Names.name("additional context", name), value));
        cacheKey.ifPresent(ImageReference::requireTag);
    }

    /** The Dockerfile of a directory, and nothing else. */
    public static BuildRecipe in(String context) {
        return new BuildRecipe(
                context,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                BuildOptions.NONE,
                Optional.empty());
    }

    /** The context relative to the workspace without detours; empty for the workspace itself. */
    public Path directory() {
        return Path.of(context).normalize();
    }

    /** The Dockerfile relative to the workspace without detours. */
    public Path file() {
        return directory().resolve(dockerfile.orElse("Dockerfile")).normalize();
    }

    public BuildRecipe withArgs(Map<String, String> other) {
        return new BuildRecipe(
                context, dockerfile, target, other, labels, platforms, secrets, contexts, options, cacheKey);
    }

    public BuildRecipe withLabels(Map<String, String> other) {
        return new BuildRecipe(
                context, dockerfile, target, args, other, platforms, secrets, contexts, options, cacheKey);
    }

    public BuildRecipe withPlatforms(List<String> other) {
        return new BuildRecipe(context, dockerfile, target, args, labels, other, secrets, contexts, options, cacheKey);
    }

    public BuildRecipe withSecrets(Map<String, Secret> other) {
        return new BuildRecipe(
                context, dockerfile, target, args, labels, platforms, other, contexts, options, cacheKey);
    }

    public BuildRecipe withCacheKey(Optional<String> other) {
        return new BuildRecipe(context, dockerfile, target, args, labels, platforms, secrets, contexts, options, other);
    }

    /** {@code os/architecture}, or with a variant behind it. */
    public static String platform(String text) {
        if (!PLATFORM.matcher(text).matches()) {
            throw invalid("platform", text, "Write it like linux/amd64 or linux/arm/v7.");
        }
        return text;
    }

    /**
     * Which of several platforms an engine runs without emulation; empty where it is none of them.
     *
     * @param own the engine's, {@code os/architecture}: any variant of it will do
     */
    public static OptionalInt runnable(List<String> platforms, String own) {
        return IntStream.range(0, platforms.size())
                .filter(i -> (platforms.get(i) + "/").startsWith(own + "/"))
                .findFirst();
    }

    /** The name of a label; those that compose-release relies on are not for others to set. */
    public static String label(String name) {
        if (!LABEL.matcher(name).matches()) {
            throw invalid("label", name, "Use letters, digits, '.', '_', '-' and '/'.");
        }
        if (name.startsWith("io.jenkins.compose-release.") || OWN_LABELS.contains(name)) {
            throw invalid("label", name, "Remove it: compose-release sets it, and relies on it.");
        }
        return name;
    }

    /** A directory below the workspace, or {@code .} for the workspace. */
    public static String directory(String what, String path) {
        return path.equals(".") ? path : Names.relativePath(what, path);
    }

    /** What an additional context may be. */
    public static String additional(String name, String value) {
        if (value.startsWith(IMAGE)) {
            ImageReference.parse(value.substring(IMAGE.length()));
            return value;
        }
        if (value.contains("://")) {
            throw invalid(
                    "additional context '" + name + "':",
                    value,
                    "Use a directory of the workspace or docker-image://...: nothing says which revision that is.");
        }
        return directory("additional context '" + name + "':", value);
    }

    /** Whether a build secret can be given as a variable; one that cannot needs a file. */
    public static boolean isVariable(Secret secret) {
        return secret.text().isPresent();
    }

    private static void requireSize(String id, Secret secret) {
        int length = secret.bytes().length;
        if (length > MAX_SECRET) {
            throw new InvalidInputException(
                    "build secret '" + id + "' has " + length + " bytes, expected at most " + MAX_SECRET + ".",
                    "Keep only what is secret of it in it.");
        }
    }

    private static void requireInside(String context, String dockerfile) {
        boolean wrong = dockerfile.isEmpty()
                || dockerfile.startsWith("/")
                || dockerfile.startsWith("-")
                || dockerfile.chars().anyMatch(Character::isISOControl);
        if (wrong || Path.of(context, dockerfile).normalize().startsWith("..")) {
            throw invalid("dockerfile", dockerfile, "Use a path relative to the context, inside the workspace.");
        }
    }

    private static <T> Map<String, T> ordered(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    private static InvalidInputException invalid(String what, String text, String advice) {
        return new InvalidInputException(what + " '" + Text.printable(text) + "' is not valid.", advice);
    }
}
