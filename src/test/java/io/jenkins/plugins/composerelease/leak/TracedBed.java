package io.jenkins.plugins.composerelease.leak;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.junit.rules.ExternalResource;

/**
 * A test bed of its own that runs below {@code strace} from its first program on: engines, containers, builds and sessions on its
 * hosts are all descendants of it. It holds the traces of what runs on this machine too.
 */
final class TracedBed extends ExternalResource {
    private static final Duration LONG = Duration.ofMinutes(5);
    private final Thread atExit = new Thread(this::down);
    private Path directory;
    private TestBed bed;

    TestBed bed() {
        return bed;
    }

    /** A directory for all that belongs to the test, beside the test bed's own. */
    Path directory() {
        return directory;
    }

    /** The test bed's own directory. */
    Path home() {
        return directory.resolve("bed");
    }

    /** A command line that runs another one on this machine and traces all that it starts. */
    List<String> tracing(List<String> command) throws IOException {
        Path file = Files.createTempFile(traces(), "agent", ".trace");
        List<String> argv = new java.util.ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-qq", "-xx", "-s"));
        argv.addAll(List.of("200000", "-e", "trace=execve,execveat", "-e", "signal=none", "-o", file.toString(), "--"));
        argv.addAll(command);
        return argv;
    }

    /** What was started on this machine below {@link #tracing}. */
    ExecTrace onAgent() throws IOException {
        return ExecTrace.read(traces("agent"));
    }

    /** What was started by the Docker engines, in containers and builds, and on hosts. */
    ExecTrace onBed() throws IOException {
        return ExecTrace.read(traces("bed"));
    }

    /** What a shell script with {@code docker} prints about an engine. */
    String shell(String dockerHost, String script) {
        return new LocalRunner(Map.of("DOCKER_HOST", dockerHost))
                .require(Command.of("look into an engine", "sh", "-c", script), Deadline.in(LONG))
                .output();
    }

    private List<Path> traces(String prefix) throws IOException {
        try (var files = Files.list(traces())) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    private Path traces() {
        return directory.resolve("trace");
    }

    @Override
    protected void before() throws IOException {
        directory = Files.createTempDirectory("compose-release-leak");
        Files.createDirectories(traces());
        Runtime.getRuntime().addShutdownHook(atExit);
        testbed(Map.of("TESTBED_TRACE", traces().resolve("bed").toString()), "up", home().toString());
        bed = TestBed.at(home().resolve("env"));
    }

    @Override
    protected void after() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        down();
    }

    private void down() {
        testbed(Map.of(), "down", home().toString());
        try {
            FileUtils.deleteDirectory(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void testbed(Map<String, String> environment, String... arguments) {
        Path program = Path.of(System.getProperty("basedir", ""), "src", "testbed", "testbed");
        new LocalRunner(environment)
                .require(
                        Command.of("run a test bed", program.toAbsolutePath().toString())
                                .withArguments(List.of(arguments)),
                        Deadline.in(LONG));
    }
}
