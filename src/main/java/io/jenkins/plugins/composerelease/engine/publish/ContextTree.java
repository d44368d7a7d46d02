package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A directory that a build takes files from, links followed, and what its {@code .dockerignore} lets through. */
final class ContextTree {
    static final String IGNORE = ".dockerignore";

    private final Path directory;
    private final String prefix;
    private final Path ignoreFile;
    private final DockerIgnore ignored;

    private ContextTree(Path directory, String prefix, Path ignoreFile, DockerIgnore ignored) {
        this.directory = directory;
        this.prefix = prefix;
        this.ignoreFile = ignoreFile;
        this.ignored = ignored;
    }

    /**
     * @param workspace its real path
     * @param what what messages call the directory
     * @param path relative to the workspace
     * @param own an ignore file that goes before the directory's, where it exists
     */
    static ContextTree of(Path workspace, String what, Path path, Optional<Path> own) {
        Path directory = real(workspace, what, path);
        String relative = workspace.relativize(directory).toString();
        Path usual = directory.resolve(IGNORE);
        Path ignoreFile = own.filter(Files::isRegularFile).orElse(usual);
        DockerIgnore ignored =
                Files.isRegularFile(ignoreFile) ? DockerIgnore.read(ignoreFile) : new DockerIgnore(IGNORE, List.of());
        return new ContextTree(directory, relative.isEmpty() ? "" : relative + "/", ignoreFile, ignored);
    }

    /**
     * Where a path of the workspace really is.
     *
     * @throws InvalidInputException if there is nothing, or a link leads out of the workspace
     */
    static Path real(Path workspace, String what, Path path) {
        try {
            Path real = workspace.resolve(path).toRealPath();
            if (!real.startsWith(workspace)) {
                throw new InvalidInputException(
                        what + " '" + path + "' is a link that leads out of '" + workspace + "'.",
                        "Put the files themselves there: nothing says which revision those outside are of.");
            }
            return real;
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(
                    what + " '" + workspace.resolve(path) + "' does not exist.", "Create it or correct the path.", e);
        } catch (IOException e) {
            throw new InvalidInputException(
                    what + " '" + path + "' could not be read: " + e.getMessage() + ".", "Check its permissions.", e);
        }
    }

    /** Its path in the workspace with {@code /} at the end; empty for the workspace itself. */
    String prefix() {
        return prefix;
    }

    /** The ignore file that counts, also when it does not exist. */
    Path ignoreFile() {
        return ignoreFile;
    }

    /** The path within this directory of a path of the workspace that is below it. */
    Optional<String> inside(String path) {
        return path.startsWith(prefix) && path.length() > prefix.length() && !path.equals("./")
                ? Optional.of(path.substring(prefix.length()))
                : Optional.empty();
    }

    /**
     * Whether a build gets a file, or anything of a directory.
     *
     * @param path relative to the workspace; a directory with {@code /} at the end
     */
    boolean takes(String path) {
        return inside(path)
                .map(name -> name.endsWith("/") ? takesSomeOf(name) : !ignored.ignores(name))
                // A link or submodule above this directory, or a directory that Git does not know.
                .orElseGet(() -> path.equals("./") || prefix.startsWith(path.endsWith("/") ? path : path + "/"));
    }

    private boolean takesSomeOf(String name) {
        boolean[] found = {false};
        walk(directory.resolve(name), path -> true, file -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    /**
     * Visits what a build gets, until the visitor says {@code false}: files, links and {@code .git} directories, by their
     * path within this directory. What cannot be read is left out, as Docker cannot read it either.
     *
     * @param enter whether to look into a directory, whose path ends with {@code /}
     */
    void walk(Predicate<String> enter, Predicate<String> visitor) {
        walk(directory, enter, visitor);
    }

    private void walk(Path start, Predicate<String> enter, Predicate<String> visitor) {
        try {
            Files.walkFileTree(start, new Visitor(enter, visitor));
        } catch (IOException e) {
            throw new InvalidInputException(
                    "'" + start + "' could not be read: " + e.getMessage() + ".",
                    "Check its permissions and those of what it holds, or name it in '" + ignoreFile + "'.",
                    e);
        }
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Predicate<String> enter;
        private final Predicate<String> visitor;

        Visitor(Predicate<String> enter, Predicate<String> visitor) {
            this.enter = enter;
            this.visitor = visitor;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            String name = name(path);
            if (name.isEmpty()) {
                return FileVisitResult.CONTINUE;
            }
            if (path.endsWith(".git")) {
                return keepsGitOut(name) || visitor.test(name)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.TERMINATE;
            }
            boolean skip = ignored.ignores(name) && !ignored.makesExceptions() || !enter.test(name + "/");
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        /** By what is in it: {@code .git/**} leaves an empty directory, and {@code !.git/HEAD} tells a commit only. */
        private boolean keepsGitOut(String name) {
            return ignored.ignores(name + "/config") && ignored.ignores(name + "/objects/pack");
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path path, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            String name = name(path);
            // In a submodule or a second work tree it is a file with a path in it.
            boolean goOn = path.endsWith(".git") || ignored.ignores(name) || visitor.test(name);
            return goOn ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        private String name(Path path) {
            return directory.relativize(path).toString();
        }
    }
}
