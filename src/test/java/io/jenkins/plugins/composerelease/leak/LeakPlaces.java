package io.jenkins.plugins.composerelease.leak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Every place where a secret could have stayed, looked at from outside; and what was found, by place. */
final class LeakPlaces {
    private final SecretSearch search;
    private final TracedBed bed;
    private final byte[] planted;
    private final FileTime since;
    private final Map<String, Set<String>> found = new TreeMap<>();
    private Predicate<Path> excepted = path -> false;
    private long files;
    private long bytes;

    /**
     * @param since what did not change since then in places that others use too is not looked at
     */
    LeakPlaces(TracedBed bed, HostileSecrets secrets, FileTime since) {
        this.bed = bed;
        this.search = secrets.search();
        this.planted = Base64.getEncoder()
                .encode((" " + secrets.text(HostileSecrets.MARKER)).getBytes(StandardCharsets.UTF_8));
        this.since = since;
    }

    /** Files that are not looked at: those in which a secret has to be. */
    void except(Predicate<Path> paths) {
        excepted = paths;
    }

    /** Secrets and the marker by place; of a place with several finds, the files are places of their own. */
    Map<String, Set<String>> found() {
        return found;
    }

    long files() {
        return files;
    }

    long megabytes() {
        return bytes >> 20;
    }

    void text(String place, String text) {
        bytes(place, text.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(String place, byte[] content) {
        bytes += content.length;
        add(place, place, search.in(content));
    }

    /** The same of what need not hold the marker by itself. */
    void file(String place, Path file) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(Files.readAllBytes(file));
        content.writeBytes(planted);
        bytes(place, content.toByteArray());
    }

    /** All files below a directory, their names, and where links point. */
    void tree(String place, Path root) throws IOException {
        walk(place, root, attributes -> true);
    }

    /** The same of what need not hold the marker by itself. */
    void planted(String place, Path root) throws IOException {
        Path plant = Files.write(Files.createTempFile(root, "planted", ".bin"), planted);
        tree(place, root);
        Files.delete(plant);
    }

    /** The same where others write too: of files that changed during the run only, and not below other test beds. */
    void shared(String place, Path root) throws IOException {
        Path plant = Files.write(Files.createTempFile(root, "planted", ".bin"), planted);
        walk(place, root, attributes -> attributes.lastModifiedTime().compareTo(since) >= 0);
        Files.delete(plant);
    }

    /**
     * What {@code docker} tells of all there is in an engine, and the file systems of the application's images.
     *
     * @param apart a container that is not inspected; empty for none
     */
    void engine(String place, String dockerHost, String repository, String apart) {
        inspect(place, dockerHost, "container", "ls -aq --no-trunc | grep -vFx '" + apart + "'");
        for (String kind : List.of("image", "volume", "network")) {
            inspect(place, dockerHost, kind, "ls -q");
        }
        String history = "docker image ls -q | sort -u | xargs -r -n 1 docker history --no-trunc --format '{{json .}}'";
        text("docker history at " + place, bed.shell(dockerHost, history));
        bed.shell(dockerHost, "docker image ls -q '" + repository + "' | sort -u")
                .lines()
                .forEach(image -> save("docker save at " + place, dockerHost, image));
    }

    private void inspect(String place, String dockerHost, String kind, String list) {
        String script = "docker " + kind + " " + list + " | sort -u | xargs -r docker " + kind + " inspect";
        text("docker inspect at " + place, bed.shell(dockerHost, script));
    }

    /**
     * The environment and the arguments of all that runs now.
     *
     * @param apart a container whose processes are not looked at; empty for none
     */
    void processes(String place, String apart) throws IOException {
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                try {
                    if (apart.isEmpty()
                            || !Files.readString(process.resolve("cgroup")).contains(apart)) {
                        add(place, process + "/environ", search.in(Files.readAllBytes(process.resolve("environ"))));
                        add(place, process + "/cmdline", search.in(Files.readAllBytes(process.resolve("cmdline"))));
                    }
                } catch (IOException e) {
                    // It has ended, or is the kernel's.
                }
            }
        }
    }

    private void save(String place, String dockerHost, String image) {
        ProcessBuilder builder = new ProcessBuilder("docker", "-H", dockerHost, "save", image);
        try {
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (InputStream in = process.getInputStream()) {
                add(place, place, search.in(in));
            }
            if (process.waitFor() != 0) {
                throw new AssertionError("docker save of " + image + " failed");
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void walk(String place, Path root, Predicate<BasicFileAttributes> wanted) throws IOException {
        found.computeIfAbsent(place, key -> new TreeSet<>());
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                add(place, directory.toString(), search.in(directory.toString()));
                boolean testBed = !directory.equals(root)
                        && Files.exists(directory.resolve("state"))
                        && Files.exists(directory.resolve("hosts"));
                return testBed || excepted.test(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (wanted.test(attributes) && !excepted.test(file)) {
                    look(place, file, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            /** Whoever wrote it has removed it again. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void look(String place, Path file, BasicFileAttributes attributes) throws IOException {
        files++;
        add(place, file.toString(), search.in(file.toString()));
        if (attributes.isSymbolicLink()) {
            add(place, file.toString(), search.in(Files.readSymbolicLink(file).toString()));
        } else if (attributes.isRegularFile()) {
            bytes += attributes.size();
            try (InputStream in = Files.newInputStream(file)) {
                add(place, file.toString(), search.in(in));
            } catch (java.nio.file.NoSuchFileException e) {
                // Gone since the listing.
            } catch (IOException e) {
                add(place, file.toString(), Set.of("unreadable (" + e.getMessage() + ")")); // no clean place
            }
        }
    }

    /** The marker belongs to the place; a secret is told with the file that holds it. */
    private void add(String place, String where, Set<String> held) {
        Set<String> of = found.computeIfAbsent(place, key -> new TreeSet<>());
        for (String name : held) {
            of.add(name.equals(HostileSecrets.MARKER) ? name : where.equals(place) ? name : name + " in " + where);
        }
    }
}
