package io.jenkins.plugins.composerelease.engine.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The images that compose files describe: one for each repository that a service with a {@code build} section names. */
public final class ComposeImages {
    private final Path workspace;
    private final String application;
    private final Optional<String> registry;
    private final SecretValues secrets;

    /**
     * @param workspace absolute directory that every build context must be in
     * @param application first part of the name of images that the files give none
     * @param registry host of the registry that they are published in, where that is known
     */
    public ComposeImages(Path workspace, String application, Optional<String> registry, SecretValues secrets) {
        this.workspace = workspace;
        this.application = application;
        this.registry = registry;
        this.secrets = secrets;
    }

    /**
     * The images, each with all services that run it.
     *
     * @param root what {@code docker compose config --format json} printed, for all profiles
     * @throws InvalidInputException if a {@code build} section says what cannot be honoured, or two services build
     *     different images under one name
     */
    public List<ImageSpec> of(JsonNode root) {
        Map<String, ImageSpec> images = new LinkedHashMap<>();
        Map<String, String> names = new HashMap<>();
        root.path("services").properties().forEach(entry -> {
            JsonNode service = entry.getValue();
            if (service.has("build")) {
                ImageSpec image = image(root, Names.name("service", entry.getKey()), service);
                images.merge(image.name(), image, ComposeImages::together);
                names.put(service.path("image").asText(), image.name());
            }
        });
        root.path("services").properties().forEach(entry -> {
            String image = entry.getValue().path("image").asText();
            if (!entry.getValue().has("build") && names.containsKey(image)) {
                // It runs what another service builds.
                images.computeIfPresent(names.get(image), (name, spec) -> withService(spec, entry.getKey()));
            }
        });
        return List.copyOf(images.values());
    }

    private ImageSpec image(JsonNode root, String service, JsonNode node) {
        String image = node.path("image").asText();
        BuildRecipe recipe = new ComposeBuild(workspace, service, node, root.path("secrets")).recipe(secrets);
        try {
            requireRegistry(service, image);
            return new ImageSpec(name(service, image), recipe, List.of(service), Optional.empty(), Tagging.RELEASE);
        } catch (InvalidInputException e) {
            throw e.getMessage().startsWith("Service ")
                    ? e
                    : new InvalidInputException(
                            "Service '" + service + "' builds image '" + Text.printable(image) + "': " + e.getMessage(),
                            "Correct its 'image'; a variable in it must have a value.");
        }
    }

    private String name(String service, String image) {
        return image.isEmpty()
                ? (application + "/" + service).toLowerCase(Locale.ROOT)
                : ImageReference.parse(image).repository();
    }

    private void requireRegistry(String service, String image) {
        String named = image.isEmpty() ? "" : ImageReference.parse(image).registry();
        if (named.isEmpty() || registry.isEmpty() || ImageReference.isSameRegistry(named, registry.get())) {
            return;
        }
        throw new InvalidInputException(
                "Service '" + service + "' builds image '" + Text.printable(image)
                        + "', expected one of the release's registry '" + registry.get() + "'.",
                "Correct its 'image', or leave the registry out there.");
    }

    private static ImageSpec together(ImageSpec one, ImageSpec other) {
        if (!one.build().equals(other.build())) {
            throw new InvalidInputException(
                    "The services '" + one.services().get(0) + "' and '"
                            + other.services().get(0) + "' build different images under the name '" + one.name() + "'.",
                    "Give one of them another 'image', or both the same 'build'.");
        }
        return withService(one, other.services().get(0));
    }

    private static ImageSpec withService(ImageSpec image, String service) {
        List<String> services = new ArrayList<>(image.services());
        services.add(service);
        return new ImageSpec(image.name(), image.build(), services, image.variable(), image.tagging());
    }

    /** Where the values of build secrets come from. */
    public interface SecretValues {
        /**
         * @param service the service whose image is built with it
         * @param name name of the secret in the compose files
         * @param file file that the compose files take it from
         * @param variable environment variable that they take it from
         * @throws InvalidInputException if there is none
         */
        Secret value(String service, String name, Optional<String> file, Optional<String> variable);
    }
}
