package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files that an image is built from. */
final class BuildContext {
    private static final String IGNORE = ".dockerignore";

    private final String prefix;
    private final String dockerfile;
    private final DockerIgnore ignored;

    private BuildContext(String prefix, String dockerfile, DockerIgnore ignored) {
        this.prefix = prefix;
        this.dockerfile = dockerfile;
        this.ignored = ignored;
    }

    static BuildContext of(Path workspace, ImageSpec spec) {
        Path relative = Path.of(spec.build().context()).normalize();
        Path directory = workspace.resolve(relative);
        String dockerfile =
                Path.of(spec.build().dockerfile().orElse("Dockerfile")).normalize().toString();
        if (!Files.isRegularFile(directory.resolve(dockerfile))) {
            throw new InvalidInputException(
                    "There is no '" + directory.resolve(dockerfile) + "' to build image '" + spec.name() + "' from.",
                    "Correct 'context' or 'dockerfile'.");
        }
        String prefix = relative.toString().isEmpty() ? "" : relative + "/";
        DockerIgnore ignored = Stream.of(dockerfile + IGNORE, IGNORE)
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(BuildContext::read)
                .orElseGet(() -> new DockerIgnore(List.of()));
        return new BuildContext(prefix, dockerfile, ignored);
    }

    /**
     * Those of the changed files that the image is built from.
     *
     * @param changes relative to the workspace, directories with {@code /} at the end
     */
    List<String> modified(List<String> changes) {
        return changes.stream()
                // What publishing wrote itself, for the stages after it.
                .filter(path -> !path.equals(ReleaseImages.FILE) && !path.equals(BuiltImages.FILE))
                .filter(path -> inside(path).map(this::counts).orElseGet(() -> holds(path)))
                .toList();
    }

    private Optional<String> inside(String path) {
        return path.startsWith(prefix) && path.length() > prefix.length() && !path.equals("./")
                ? Optional.of(path.substring(prefix.length()))
                : Optional.empty();
    }

    /** A directory that Git does not know, with the whole context in it. */
    private boolean holds(String path) {
        return path.equals("./") || (path.endsWith("/") && prefix.startsWith(path));
    }

    private boolean counts(String path) {
        return path.equals(dockerfile)
                || path.equals(IGNORE)
                || path.equals(dockerfile + IGNORE)
                || !ignored.ignores(path);
    }

    private static DockerIgnore read(Path file) {
        try {
            return new DockerIgnore(Files.readAllLines(file));
        } catch (IOException e) {
            throw new InvalidInputException(
                    "'" + file + "' could not be read: " + e.getMessage() + ".", "Save it as UTF-8 text.", e);
        }
    }
}
