package io.jenkins.plugins.composerelease.cli.demo;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The demo's application in a Git repository of its own; each release is a commit. */
final class DemoWorkspace {
    private final Path directory;
    private final CommandRunner local;

    private DemoWorkspace(Path directory, CommandRunner local) {
        this.directory = directory;
        this.local = local;
    }

    static DemoWorkspace create(Path directory, CommandRunner local) {
        DemoWorkspace workspace = new DemoWorkspace(directory, local);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        workspace.git("init", "--quiet", "--initial-branch=main");
        workspace.git("config", "user.name", "Shop developer");
        workspace.git("config", "user.email", "developer@shop.invalid");
        return workspace;
    }

    Path directory() {
        return directory;
    }

    void write(String file, String content) {
        try {
            Files.writeString(directory.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lays the files of a release over what is there. */
    void lay(String layer) {
        try {
            URI uri = DemoWorkspace.class.getResource("app/" + layer).toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    copy(jar.getPath(uri.toString().substring(uri.toString().indexOf('!') + 1)));
                }
            } else {
                copy(Path.of(uri));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Commits everything and returns the commit id. */
    String commit(String message) {
        git("add", "--all");
        git("commit", "--quiet", "--message", message);
        return git("rev-parse", "HEAD");
    }

    /** Goes back to the files of an earlier commit, as the starting point of the next one. */
    void restore(String commit) {
        git("rm", "-r", "--quiet", "--force", ".");
        git("checkout", "--quiet", commit, "--", ".");
    }

    private void copy(Path from) throws IOException {
        try (var paths = Files.walk(from)) {
            for (Path source : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                Path target = directory.resolve(from.relativize(source).toString());
                createParent(target);
                Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void createParent(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
    }

    private String git(String... arguments) {
        Command command = Command.of("prepare the demo's repository", "git")
                .withArguments(List.of(arguments))
                .withDirectory(directory.toString());
        return local.require(command, Deadline.in(Duration.ofSeconds(30)))
                .output()
                .strip();
    }
}
