package io.jenkins.plugins.composerelease.steps.durable;

import hudson.FilePath;
import hudson.slaves.WorkspaceList;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.security.MasterToSlaveCallable;

/**
 * The directory of one run beside the workspace, on the agent. It outlives durable-task's own directory, which goes right
 * after the end: {@code started} (the process's id and durable-task's directory), {@code result.json}.
 */
final class RunFiles {
    static final String PREFIX = "compose-release-";
    static final String RESULT = "result.json";
    static final String STARTED = "started";
    private static final String LOG = "jenkins-log.txt";

    private RunFiles() {}

    static FilePath directory(FilePath workspace, String id) throws IOException {
        FilePath beside = WorkspaceList.tempDir(workspace);
        if (beside == null) {
            throw new IOException("Workspace '" + workspace.getRemote() + "' is the root of a file system,"
                    + " and nothing can be put beside it. Use another workspace.");
        }
        return beside.child(PREFIX + id);
    }

    /** What is known on the agent about a run. */
    static final class Probe implements Serializable {
        private static final long serialVersionUID = 1L;
        private boolean started;
        private boolean processAlive;
        private boolean touched;
        private String control = "";
        private boolean controlThere;
        private String result = "";

        /** Whether the script ran. */
        boolean started() {
            return started;
        }

        /** Whether the agent sees the process. It does not where the process has an id of its own, in a container. */
        boolean processAlive() {
            return processAlive;
        }

        /** Whether the shell that waits for the process was there a minute ago. */
        boolean touched() {
            return touched;
        }

        /** Whether the process is gone, as far as can be known. */
        boolean ended() {
            return !processAlive && (!touched || !result.isEmpty());
        }

        /** Whether durable-task's directory is there. */
        boolean controlThere() {
            return controlThere;
        }

        /** What the process wrote to its log so far. */
        String log() {
            return control + "/" + LOG;
        }

        String control() {
            return control;
        }

        /** Text of the result file; empty when there is none. */
        String result() {
            return result;
        }
    }

    /** Looks at the runs of an agent. A run that cannot be looked at is not in the answer. */
    static final class Look extends MasterToSlaveCallable<HashMap<String, Probe>, RuntimeException> {
        private static final long serialVersionUID = 1L;
        private static final Logger LOGGER = Logger.getLogger(Look.class.getName());
        private static final Duration HEARTBEAT = Duration.ofMinutes(1);
        private final HashMap<String, String> directories;

        /**
         * @param directories by the run's id
         */
        Look(Map<String, String> directories) {
            this.directories = new HashMap<>(directories);
        }

        @Override
        public HashMap<String, Probe> call() {
            HashMap<String, Probe> probes = new HashMap<>();
            directories.forEach((id, directory) -> {
                try {
                    probes.put(id, look(Path.of(directory), id));
                } catch (IOException | RuntimeException e) {
                    LOGGER.log(Level.WARNING, e, () -> "Run '" + id + "' could not be looked at.");
                }
            });
            return probes;
        }

        private static Probe look(Path directory, String id) throws IOException {
            Probe probe = new Probe();
            Path started = directory.resolve(STARTED);
            if (Files.exists(started)) {
                List<String> lines = Files.readAllLines(started);
                probe.started = lines.size() > 1;
                if (probe.started) {
                    probe.control = lines.get(1);
                    probe.controlThere = Files.isDirectory(Path.of(probe.control));
                    probe.processAlive = RunProcesses.isAlive(Long.parseLong(lines.get(0)), id);
                    probe.touched = touched(probe.log());
                }
            }
            probe.result = result(directory);
            return probe;
        }

        /** durable-task touches the log every 3 s while the process runs: also where its id means nothing here. */
        private static boolean touched(String log) {
            long modified = new File(log).lastModified();
            return modified > System.currentTimeMillis() - HEARTBEAT.toMillis();
        }
    }

    /** The result file's text; empty when there is none. */
    static String result(Path directory) throws IOException {
        Path file = directory.resolve(RESULT);
        return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    }
}
