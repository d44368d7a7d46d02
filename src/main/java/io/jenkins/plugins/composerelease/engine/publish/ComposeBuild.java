package io.jenkins.plugins.composerelease.engine.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The {@code build} section of one service, as Compose prints it. What it says is honoured or refused by its name. */
final class ComposeBuild {
    private static final Set<String> KNOWN = Set.of(
            "context",
            "dockerfile",
            "target",
            "args",
            "labels",
            "platforms",
            "secrets",
            "additional_contexts",
            "ssh",
            "network",
            "extra_hosts",
            "shm_size",
            "ulimits",
            "cache_from",
            "cache_to",
            "no_cache",
            "pull");
    /** What these ask for is what happens anyway. */
    private static final Map<String, Set<String>> WITHOUT_EFFECT = Map.of(
            "privileged", Set.of("false"),
            "isolation", Set.of("", "default"),
            "provenance", Set.of("", "false"),
            "sbom", Set.of("", "false"));

    private final Path workspace;
    private final String service;
    private final JsonNode build;
    private final Optional<String> platform;
    private final JsonNode defined;

    /**
     * @param node the service, with its {@code build}
     * @param defined the secrets of the compose files
     */
    ComposeBuild(Path workspace, String service, JsonNode node, JsonNode defined) {
        this.workspace = workspace;
        this.service = service;
        this.build = node.path("build");
        this.platform = ComposeValues.text(node.path("platform"));
        this.defined = defined;
    }

    BuildRecipe recipe(ComposeImages.SecretValues secrets) {
        build.properties().forEach(entry -> requireKnown(entry.getKey(), entry.getValue()));
        String context = directory(
                "context",
                ComposeValues.text(build.isTextual() ? build : build.path("context"))
                        .orElse("."));
        return said(() -> new BuildRecipe(
                context,
                text("dockerfile").map(path -> dockerfile(context, path)),
                text("target"),
                ComposeValues.pairs(build.path("args")),
                ComposeValues.pairs(build.path("labels")),
                platforms(),
                secrets(secrets),
                contexts(),
                ComposeValues.options(build),
                Optional.empty()));
    }

    /** As Compose has it: what the service runs on is what is built where its build does not say it. */
    private List<String> platforms() {
        List<String> platforms = ComposeValues.texts(build.path("platforms"));
        if (platforms.isEmpty() || platform.isEmpty()) {
            return platform.map(List::of).orElse(platforms);
        }
        if (!platforms.contains(platform.get())) {
            throw refused(
                    "runs on platform '" + Text.printable(platform.get())
                            + "', which its 'build.platforms' do not name: "
                            + Text.printable(String.join(", ", platforms)) + ".",
                    "Add it there, or remove one of the two.");
        }
        return platforms;
    }

    private void requireKnown(String key, JsonNode value) {
        boolean nothing = value.isNull() || value.isContainerNode() && value.isEmpty();
        boolean harmless =
                WITHOUT_EFFECT.containsKey(key) && WITHOUT_EFFECT.get(key).contains(value.asText("?"));
        if (KNOWN.contains(key) || key.startsWith("x-") || nothing || harmless) {
            return;
        }
        throw refused(
                "has '" + Text.printable(key) + "' in its 'build' section, which cannot be honoured here.",
                key.equals("tags")
                        ? "Remove it: the tag rules of the release say which tags its images get."
                        : "Remove it, or publish this image without compose-release.");
    }

    /** Compose prints absolute paths. */
    private String directory(String key, String path) {
        if (path.contains("://") || path.startsWith("git@")) {
            throw refused(
                    "has '" + Text.printable(path) + "' as its 'build." + key + "', expected a directory.",
                    "Check the source out into the workspace: no commit of the workspace names what is there.");
        }
        Path absolute = workspace.resolve(path).normalize();
        for (Path root : roots()) {
            if (absolute.startsWith(root)) {
                String relative = root.relativize(absolute).toString();
                return relative.isEmpty() ? "." : relative;
            }
        }
        throw refused(
                "has '" + Text.printable(path) + "' as its 'build." + key + "', which is not in the workspace '"
                        + workspace + "'.",
                "Publish from a directory that holds it, with 'files' naming the compose files.");
    }

    /** Relative paths start at the context. */
    private String dockerfile(String context, String path) {
        if (!path.startsWith("/")) {
            return path;
        }
        Path relative = Path.of(directory("dockerfile", path));
        return Path.of(context).normalize().relativize(relative).toString();
    }

    private List<Path> roots() {
        try {
            return List.of(workspace, workspace.toRealPath());
        } catch (IOException e) {
            return List.of(workspace);
        }
    }

    private Map<String, Secret> secrets(ComposeImages.SecretValues values) {
        Map<String, Secret> found = new LinkedHashMap<>();
        for (JsonNode secret : build.path("secrets")) {
            String name =
                    secret.isTextual() ? secret.asText() : secret.path("source").asText();
            for (String key : List.of("uid", "gid", "mode")) {
                if (secret.has(key)) {
                    throw refused(
                            "has '" + key + "' for build secret '" + Text.printable(name)
                                    + "', which cannot be honoured here.",
                            "Say it where it is mounted: RUN --mount=type=secret,id=...,mode=....");
                }
            }
            String target = secret.path("target").asText();
            // Compose's default of a target is a path; as an id it takes a name.
            String id = target.isEmpty() || target.contains("/") ? name : target;
            JsonNode definition = defined.path(name);
            Optional<String> file = ComposeValues.text(definition.path("file"));
            Optional<String> variable = ComposeValues.text(definition.path("environment"));
            try {
                found.put(id, values.value(service, name, file, variable));
            } catch (InvalidInputException e) {
                throw refused("needs build secret '" + Text.printable(name) + "': " + e.getMessage(), "");
            }
        }
        return found;
    }

    private Map<String, String> contexts() {
        Map<String, String> contexts = new LinkedHashMap<>();
        ComposeValues.pairs(build.path("additional_contexts")).forEach((name, value) -> {
            if (value.startsWith("service:") || value.startsWith("target:")) {
                throw refused(
                        "has '" + Text.printable(value) + "' among its 'build.additional_contexts', which cannot be"
                                + " honoured here.",
                        "Use a directory, or docker-image:// with the digest of a published image.");
            }
            boolean image = value.startsWith("docker-image://");
            contexts.put(name, image ? value : directory("additional_contexts", value));
        });
        return contexts;
    }

    private Optional<String> text(String key) {
        return ComposeValues.text(build.path(key));
    }

    private <T> T said(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (InvalidInputException e) {
            throw e.getMessage().startsWith("Service ")
                    ? e
                    : refused("has a 'build' section with a " + e.getMessage(), "");
        }
    }

    private InvalidInputException refused(String message, String advice) {
        return new InvalidInputException("Service '" + service + "' " + message, advice);
    }
}
