package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that an image is built from.
 *
 * @param workspace its real path
 * @param dockerfile real path of the Dockerfile
 * @param trees the directories that files come from: the context under the empty name, then the additional ones by name
 * @param read what the Dockerfile copies, or may see
 * @param named the Dockerfile, the directories and the ignore files as the configuration names them, which may be links
 */
record BuildContext(
        Path workspace,
        Path dockerfile,
        Map<String, ContextTree> trees,
        List<Dockerfile.Copy> read,
        Set<String> named) {
    private static final String REMOTE = "://";

    /** The results, and what another publish is writing them with. */
    private static final Pattern OWN = Pattern.compile("("
            + Stream.of(ReleaseImages.FILE, BuiltImages.FILE)
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|"))
            + ")(\\.[^/]+\\.part)?");

    /**
     * Looks at the files of an image.
     *
     * @throws InvalidInputException if one is not there, leads out of the workspace or cannot be read
     */
    static BuildContext of(Path workspace, ImageSpec spec) {
        BuildRecipe recipe = spec.build();
        Path file = recipe.file();
        if (!Files.isRegularFile(workspace.resolve(file))) {
            throw new InvalidInputException(
                    "There is no '" + workspace.resolve(file) + "' to build image '" + spec.name() + "' from.",
                    "Correct 'context' or 'dockerfile'.");
        }
        Path root = root(workspace);
        Path dockerfile = ContextTree.real(root, "The Dockerfile of image '" + spec.name() + "'", file);
        Path own = Path.of(root.resolve(file) + ContextTree.IGNORE);
        Map<String, ContextTree> trees = new LinkedHashMap<>();
        Set<String> named = new LinkedHashSet<>(List.of(
                file.toString(),
                root.relativize(dockerfile).toString(),
                file + ContextTree.IGNORE,
                recipe.directory().toString()));
        trees.put(
                "",
                ContextTree.of(
                        root, "The context of image '" + spec.name() + "'", recipe.directory(), Optional.of(own)));
        recipe.contexts().forEach((name, value) -> {
            if (!value.contains(REMOTE)) {
                Path directory = Path.of(value).normalize();
                String what = "The context '" + name + "' of image '" + spec.name() + "'";
                trees.put(name, ContextTree.of(root, what, directory, Optional.empty()));
                named.add(directory.toString());
            }
        });
        trees.values().forEach(tree -> named.add(tree.prefix() + ContextTree.IGNORE));
        return new BuildContext(root, dockerfile, trees, read(dockerfile, recipe.target()), named);
    }

    /**
     * Those of the changed files that the image is built from: what a {@code .dockerignore} lets in and the Dockerfile
     * copies, or may see.
     *
     * @param changes relative to the workspace, directories with {@code /} at the end
     */
    List<String> modified(List<String> changes) {
        return changes.stream()
                // What publishing wrote itself, for the stages after it.
                .filter(path -> !OWN.matcher(path).matches())
                .filter(path -> named.contains(path) || taken(path))
                .toList();
    }

    /**
     * Those of the files that Git ignores which the Dockerfile copies: no commit says what is in them.
     *
     * @param ignored relative to the workspace, directories with {@code /} at the end
     */
    List<String> unversioned(List<String> ignored) {
        List<Dockerfile.Copy> copies = copies();
        List<String> found = new ArrayList<>();
        for (String path : ignored) {
            boolean copied = trees.entrySet().stream()
                    .anyMatch(tree -> tree.getValue()
                                    .inside(path)
                                    .filter(name -> copies.stream()
                                            .anyMatch(copy -> copy.from(tree.getKey()) && copy.touches(name)))
                                    .isPresent()
                            && tree.getValue().takes(path));
            if (copied) {
                found.add(path);
            }
        }
        return found;
    }

    /** What the Dockerfile copies, from whichever context. */
    List<Dockerfile.Copy> copies() {
        return read.stream().filter(copy -> !copy.perhaps()).toList();
    }

    private static List<Dockerfile.Copy> read(Path dockerfile, Optional<String> target) {
        try {
            String text = new String(Files.readAllBytes(dockerfile), StandardCharsets.UTF_8);
            return Dockerfile.copies(text.lines().toList(), target);
        } catch (IOException e) {
            throw new InvalidInputException(
                    "'" + dockerfile + "' could not be read: " + e.getMessage() + ".", "Check its permissions.", e);
        }
    }

    /** A path as messages and the configuration have it: relative to the workspace. */
    String shown(Path path) {
        return path.startsWith(workspace) ? workspace.relativize(path).toString() : path.toString();
    }

    private boolean taken(String path) {
        return trees.entrySet().stream()
                .anyMatch(tree -> tree.getValue()
                                .inside(path)
                                .map(name -> read.stream()
                                        .filter(copy -> copy.from(tree.getKey()))
                                        // A submodule or a link is a directory without saying so.
                                        .anyMatch(copy -> copy.touches(name) || copy.touches(name + "/")))
                                .orElse(true)
                        && tree.getValue().takes(path));
    }

    private static Path root(Path workspace) {
        try {
            return workspace.toRealPath();
        } catch (IOException e) {
            throw new InvalidInputException(
                    "The workspace '" + workspace + "' could not be read: " + e.getMessage() + ".",
                    "Check that it exists.",
                    e);
        }
    }
}
