package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.BuildOptions;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what an image of {@code images} is built from. */
final class BuildSections {
    private final Section section;

    BuildSections(Section section) {
        this.section = section;
    }

    BuildRecipe recipe(Map<String, Secret> secrets) {
        return section.build(() -> new BuildRecipe(
                section.text("context", text -> text.equals(".") ? text : Checks.path(text))
                        .orElse("."),
                section.text("dockerfile", Checks::path),
                section.text("target", text -> Names.name("build target", text)),
                args(),
                labels(),
                platforms(),
                secrets,
                contexts(),
                options(),
                cacheKey()));
    }

    /** The same recipe with what is written here beside it. */
    BuildRecipe added(BuildRecipe base, Map<String, Secret> secrets) {
        List<String> platforms = platforms();
        return base.withArgs(merged(base.args(), args()))
                .withLabels(merged(base.labels(), labels()))
                .withPlatforms(platforms.isEmpty() ? base.platforms() : platforms)
                .withSecrets(merged(base.secrets(), secrets))
                .withCacheKey(cacheKey().or(base::cacheKey));
    }

    static void requireFiles(Section section, BuildRecipe recipe, WorkspaceFiles files) {
        section.at("context").check(() -> files.directory(recipe.context()));
        section.at("dockerfile").check(() -> files.file(recipe.file().toString()));
        recipe.contexts().forEach((name, value) -> {
            if (!value.contains("://")) {
                section.require("contexts").check(() -> files.directory(value));
            }
        });
    }

    private Map<String, String> args() {
        return section.map("buildArgs", text -> Names.variable("build argument", text), Checks::line);
    }

    private Map<String, String> labels() {
        return section.map("labels", BuildRecipe::label, Checks::line);
    }

    private List<String> platforms() {
        return section.texts("platforms", BuildRecipe::platform);
    }

    private Map<String, String> contexts() {
        Map<String, String> contexts = new LinkedHashMap<>();
        section.find("contexts").ifPresent(map -> map.entries()
                .forEach((name, value) -> contexts.put(
                        value.check(() -> Names.name("additional context", name)),
                        Section.checked(value, text -> BuildRecipe.additional(name, text)))));
        return contexts;
    }

    private BuildOptions options() {
        return new BuildOptions(
                section.texts("ssh", text -> Names.argument("ssh", text)),
                section.text("network", text -> Names.argument("network", text)),
                List.of(),
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(),
                section.bool("noCache", false),
                section.bool("pull", false));
    }

    private Optional<String> cacheKey() {
        return section.text("cacheKey", ImageReference::requireTag);
    }

    private static <T> Map<String, T> merged(Map<String, T> base, Map<String, T> more) {
        Map<String, T> all = new LinkedHashMap<>(base);
        all.putAll(more);
        return all;
    }
}
