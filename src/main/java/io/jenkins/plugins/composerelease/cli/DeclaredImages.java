package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ComposeSettings;
import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.SecretLook;
import io.jenkins.plugins.composerelease.engine.publish.ComposeImages;
import io.jenkins.plugins.composerelease.engine.publish.ComposeImages.SecretValues;
import io.jenkins.plugins.composerelease.engine.wait.ComposeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The images of the configuration, with those that it leaves to the {@code build} sections of its compose files. */
final class DeclaredImages implements Supplier<List<ImageSpec>> {
    private static final String BUILD_SECRET =
            "Give it as a build secret, under 'secrets' of the image, and mount it where it is needed.";
    private static final Duration READ_FILES = Duration.ofMinutes(1);
    private static final SecretValues UNREAD = (service, name, file, variable) -> Secret.of("not read");

    private final Session session;
    private final boolean build;
    private List<ImageSpec> found;

    private DeclaredImages(Session session, boolean build) {
        this.session = session;
        this.build = build;
    }

    /** With all that they are built from. */
    static List<ImageSpec> toBuild(Session session) {
        List<ImageSpec> images = session.release().images(session.secrets(), new DeclaredImages(session, true));
        images.forEach(image -> {
            image.build().args().forEach((name, value) -> requireOpen(session, image, "build argument", name, value));
            image.build().labels().forEach((name, value) -> requireOpen(session, image, "label", name, value));
        });
        return images;
    }

    /** Whoever has the image reads its arguments and labels. */
    private static void requireOpen(Session session, ImageSpec image, String what, String name, String value) {
        if (session.known().masker().holds(value)) {
            throw new InvalidInputException(
                    "The " + what + " '" + name + "' of image '" + image.name()
                            + "' holds a secret, and stays in the image.",
                    BUILD_SECRET);
        }
        SecretLook.judge(name, value).ifPresent(reason -> {
            String found = "The " + what + " '" + name + "' of image '" + image.name() + "' looks like a secret ("
                    + reason.text() + "), and stays in the image.";
            if (reason.certain()) {
                throw new InvalidInputException(found, BUILD_SECRET);
            }
            session.console().warn(found + " " + BUILD_SECRET);
        });
    }

    /** Their names, services, rules and versions; nothing secret is fetched, and their contexts need not be there. */
    static List<ImageSpec> toRead(Session session) {
        return session.release().imagesToRead(new DeclaredImages(session, false));
    }

    /** Those of the compose files. */
    @Override
    public List<ImageSpec> get() {
        if (found == null) {
            ComposeSettings settings = build
                    ? session.release().composeOfImages(session.secrets())
                    : session.release().composeOfImages();
            Path workspace = session.release().workspace();
            ComposeVariables variables =
                    new ComposeVariables(settings, workspace, session.terminal().environment());
            FoundFiles files = FoundFiles.of(settings, workspace, variables, session.console()::warn);
            ComposeProject project = new Stack(settings, files, Map.of()).project(Optional.empty());
            String config = config(project);
            found = new ComposeImages(
                            workspace,
                            session.release().application(),
                            session.release().registryHost(),
                            build ? new Secrets(session, settings, variables) : UNREAD)
                    .of(ComposeConfig.parse(config));
            requireSome(files);
        }
        return found;
    }

    private String config(ComposeProject project) {
        try {
            return session.parts()
                    .local()
                    .require(new Compose(project).configOfAllProfiles(), Deadline.in(READ_FILES))
                    .output();
        } catch (CommandFailedException e) {
            throw new InvalidInputException(
                    "The compose files could not be read to find the images to build: " + e.getMessage(),
                    "Compose reads all of them, also what only running services need: give those variables as"
                            + " compose.variables and create their env files, or list the images in 'images'.",
                    e);
        }
    }

    private void requireSome(FoundFiles files) {
        if (found.isEmpty()) {
            throw new InvalidInputException(
                    "No service of " + String.join(", ", files.files()) + " has a 'build' section.",
                    "Add one, or list the images in 'images'.");
        }
    }

    /** A build secret of the compose files: as the configuration's secrets have it, else as the files say. */
    private record Secrets(Session session, ComposeSettings settings, ComposeVariables variables)
            implements SecretValues {
        @Override
        public Secret value(String service, String name, Optional<String> file, Optional<String> variable) {
            return session.release()
                    .buildSecret(service, name, session.secrets())
                    .or(() -> bound(SecretBinding.Kind.FILE, Optional.of(name)))
                    .or(() -> bound(SecretBinding.Kind.ENV, variable))
                    .or(() -> variable.flatMap(this::ofVariable))
                    .or(() -> file.map(path -> session.secrets().resolve("file:" + path)))
                    .orElseThrow(() -> new InvalidInputException(
                            variable.map(text -> "its variable '" + text + "' is not set.")
                                    .orElse("the compose files do not say where it comes from."),
                            "Give it under 'secrets' of the image with 'service: " + service + "', as '" + name
                                    + "'."));
        }

        private Optional<Secret> bound(SecretBinding.Kind kind, Optional<String> name) {
            return settings.secrets().stream()
                    .filter(secret -> secret.kind() == kind && name.equals(Optional.of(secret.name())))
                    .map(SecretBinding::value)
                    .findFirst();
        }

        private Optional<Secret> ofVariable(String name) {
            if (session.terminal().environment().containsKey(name)) {
                return Optional.of(session.secrets().resolve("env:" + name));
            }
            Optional<Secret> found = variables.get(name).map(Secret::of);
            found.ifPresent(session.known()::add);
            return found;
        }
    }
}
