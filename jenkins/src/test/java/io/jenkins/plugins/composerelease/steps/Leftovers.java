package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a build may leave behind on the agent, which is this machine, and on the host: processes, temporary files, the
 * target's lock. Other builds come and go there, so only what stays counts.
 */
final class Leftovers {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<Path> TEMPORARY =
            List.of(Path.of("/dev/shm"), Path.of("/tmp"), Path.of(System.getProperty("java.io.tmpdir")));

    /** What connections and logins are named. Secrets of other builds, and what this project's scripts make, stay longer. */
    private static final String OWN = "compose-release(-login)?[-.]?[A-Za-z0-9]+(\\.ended)?";

    private final ReleaseBed bed;
    private final Set<String> before;

    private Leftovers(ReleaseBed bed, Set<String> before) {
        this.bed = bed;
        this.before = before;
    }

    /** @return what is there already, before the build begins */
    static Leftovers before(ReleaseBed bed) {
        return new Leftovers(bed, temporary(bed));
    }

    /** @param workspace of the job, on this machine */
    void assertNone(String workspace) throws Exception {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(processes(bed.name)).as("processes").isEmpty());
        Set<String> made = temporary(bed);
        made.removeAll(before);
        await().atMost(PATIENCE).untilAsserted(() -> {
            made.retainAll(temporary(bed));
            assertThat(made).as("temporary files").isEmpty();
        });
        File beside = new File(workspace + "@tmp");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(beside.list())
                .as("files beside the workspace")
                .isNullOrEmpty());
        assertThat(bed.docker(
                        "ps",
                        "-aq",
                        "--filter",
                        "label=com.docker.compose.project=" + bed.name,
                        "--filter",
                        "label=com.docker.compose.oneoff=True"))
                .as("containers of its own")
                .isBlank();
        assertThat(TargetStatus.of(bed).path("lockedBy").isNull())
                .as("unlocked")
                .isTrue();
    }

    private static Set<String> temporary(ReleaseBed bed) {
        Set<String> found = new TreeSet<>();
        for (Path directory : TEMPORARY) {
            for (String name : List.of(directory.toFile().list())) {
                if (name.matches(OWN)) {
                    found.add(directory + "/" + name);
                }
            }
        }
        bed.onHost("ls /dev/shm /tmp; find " + bed.directory + " -name '*.tmp'; true")
                .lines()
                .filter(line -> line.matches(OWN) || line.endsWith(".tmp"))
                .forEach(line -> found.add("host: " + line));
        return found;
    }

    /** Those that have its name as an argument, and those that a job of that name started. Not what a test started. */
    private static List<String> processes(String name) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process : all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                String command = read(process.resolve("cmdline"));
                if (command.contains(TableLock.MARK)) {
                    continue;
                }
                if (command.contains(name) || read(process.resolve("environ")).contains("JOB_NAME=" + name + "\0")) {
                    found.add(process.getFileName() + " " + command.replace('\0', ' '));
                }
            }
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }
}
