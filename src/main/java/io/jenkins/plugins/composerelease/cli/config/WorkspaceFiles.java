package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Answers whether the files that the configuration names are there, and whether they are in the workspace. */
final class WorkspaceFiles {
    private final Path workspace;

    WorkspaceFiles(Path workspace) {
        this.workspace = workspace.toAbsolutePath().normalize();
    }

    Path workspace() {
        return workspace;
    }

    /** Files that leave this machine: each must exist and, links followed, lie in the workspace. */
    List<String> transferred(Section section, String key, boolean directories) {
        section.find(key).ifPresent(list -> list.items()
                .forEach(item -> Section.checked(item, path -> requireTransferable(Checks.path(path), directories))));
        return section.texts(key, Checks::path);
    }

    /** A directory below the workspace, or {@code .} for the workspace itself. */
    String directory(String path) {
        if (!path.equals(".")) {
            Checks.path(path);
        }
        if (!Files.isDirectory(workspace.resolve(path))) {
            throw missing("directory", path);
        }
        return path;
    }

    String file(String path) {
        Checks.path(path);
        if (!Files.isRegularFile(workspace.resolve(path))) {
            throw missing("file", path);
        }
        return path;
    }

    private String requireTransferable(String path, boolean directories) {
        Path start = workspace.resolve(path);
        if (!(Files.isRegularFile(start) || directories && Files.isDirectory(start))) {
            throw missing("file", path);
        }
        try (Stream<Path> found = Files.walk(start)) {
            found.forEach(this::requireInside);
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidInputException(
                    "'" + path + "' could not be read.", "Check its permissions and those of what it holds.", e);
        }
        return path;
    }

    private void requireInside(Path path) {
        try {
            if (!path.toRealPath().startsWith(workspace.toRealPath())) {
                throw new InvalidInputException(
                        "'" + workspace.relativize(path) + "' is a link that leads out of '" + workspace + "'.",
                        "Put the file itself there.");
            }
        } catch (IOException e) {
            throw new InvalidInputException(
                    "'" + workspace.relativize(path) + "' is a link to nothing.", "Remove or correct it.", e);
        }
    }

    private InvalidInputException missing(String what, String path) {
        return new InvalidInputException(
                "there is no " + what + " '" + path + "' in '" + workspace + "'.", "Create it or correct the path.");
    }
}
