package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.command.DockerStack;
import io.jenkins.plugins.composerelease.engine.mask.LineMasker;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Keeps what the containers of a stack wrote, a file each, with secrets hidden. */
final class ContainerLogs {
    /** Bytes kept of a container's log; of more, the last lines. */
    static final int KEPT = 10 << 20;

    private static final Duration LIST = Duration.ofSeconds(30);
    private static final Duration READ = Duration.ofMinutes(2);

    private final CommandRunner runner;
    private final Masker masker;
    private final Consumer<String> warn;

    /**
     * @param warn told of a container whose log cannot be read, for example as its logging driver keeps none
     */
    ContainerLogs(CommandRunner runner, Masker masker, Consumer<String> warn) {
        this.runner = runner;
        this.masker = masker;
        this.warn = warn;
    }

    /**
     * Writes the logs of all containers of a project, also of those that ended. One that cannot be read or written is a
     * warning.
     *
     * @param directory is made where it is missing
     * @return names of the files that were written: {@code web-1.log}; for a one-off container with the start of its id instead of a number
     */
    List<String> write(String project, Path directory) {
        List<String> names = new ArrayList<>();
        List<String> containers = runner.require(DockerStack.containers(project), Deadline.in(LIST))
                .output()
                .lines()
                .sorted()
                .toList();
        for (String container : containers) {
            String[] fields = container.split("\t", -1);
            String number = fields[3].equals("True") ? "run-" + fields[0].substring(0, 8) : fields[2];
            String name = (fields[1] + "-" + number).replaceAll("[^A-Za-z0-9._-]", "_") + ".log";
            try {
                write(directory, name, new Tail().of(DockerStack.logs(fields[0])));
                names.add(name);
            } catch (ReleaseException e) {
                warn.accept("could not write the log of container '" + fields[0] + "' to '" + name + "': "
                        + e.getMessage());
            }
        }
        return names.stream().sorted().toList();
    }

    private void write(Path directory, String name, List<String> lines) {
        Path file = directory.resolve(name);
        try {
            Files.createDirectories(directory);
            try (var out = masker.wrap(Files.newOutputStream(file))) {
                for (String line : lines) {
                    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new InvalidInputException(
                    "'" + file + "' could not be written: " + e.getClass().getSimpleName() + ".",
                    "Name another directory.",
                    e);
        }
    }

    /** The last lines of both streams. */
    private final class Tail {
        private final Deque<String> lines = new ArrayDeque<>();
        private final LineMasker output = masker.lines();
        private final LineMasker errors = masker.lines();
        private long bytes;

        /** Each line begins with its time, so that sorting puts the two streams together. */
        List<String> of(Command logs) {
            runner.run(logs, Deadline.in(READ), (error, line) -> add(error ? errors : output, line))
                    .orThrow(logs, runner.place());
            return lines.stream().sorted(Comparator.comparing(Tail::time)).toList();
        }

        /** Masked without the times, which stand between the lines of a secret. */
        private synchronized void add(LineMasker stream, String timed) {
            int text = timed.indexOf(' ') + 1;
            String line = timed.substring(0, text) + stream.mask(timed.substring(text));
            lines.add(line);
            bytes += size(line);
            while (bytes > KEPT) {
                bytes -= size(lines.remove());
            }
        }

        private static String time(String line) {
            int end = line.indexOf(' ');
            return end < 0 ? line : line.substring(0, end);
        }

        private static int size(String line) {
            return line.getBytes(StandardCharsets.UTF_8).length + 1;
        }
    }
}
