package io.jenkins.plugins.composerelease.steps;

import static org.awaitility.Awaitility.await;

import hudson.model.Computer;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import hudson.slaves.SlaveComputer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;

/**
 * An inbound agent in a mount namespace of its own: the controller does not see its files, and where the controller has
 * its home and the plugin the agent has nothing. So whatever opens a path on the wrong side finds nothing there.
 */
final class SeparateAgent implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Arguments: the directory that becomes the agent's own, then those to hide; {@code exec} keeps the process id. */
    private static final String START = """
            root=$1
            shift
            for directory in "$root" /dev/shm "$@"; do
              mount -t tmpfs none "$directory"
            done
            mkdir "$root/tmp"
            exec "$JAVA" -Djava.io.tmpdir="$root/tmp" -jar "$AGENT_JAR" -url "$URL" -secret "$SECRET" -name "$NAME" \\
              -workDir "$root" -webSocket
            """;

    private final Path root;
    private final Process process;

    /**
     * @param name of the agent, and its label
     * @param log gets what the agent prints
     * @param hidden directories of this machine that are empty for the agent
     */
    SeparateAgent(String name, URL jenkins, Path log, Path... hidden) throws Exception {
        root = Files.createTempDirectory(Path.of("/tmp"), name); // short: sockets go below it
        DumbSlave node = new DumbSlave(name, root.toString(), launcher());
        node.setLabelString(name);
        Jenkins.get().addNode(node);
        List<String> argv = new ArrayList<>(List.of("unshare", "-m", "sh", "-euc", START, "sh", root.toString()));
        for (Path directory : hidden) {
            argv.add(directory.toRealPath().toString());
        }
        ProcessBuilder builder =
                new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("AGENT_JAR", agentJar(log).toString());
        builder.environment().put("JAVA", System.getProperty("java.home") + "/bin/java");
        builder.environment().put("URL", jenkins.toString());
        builder.environment().put("NAME", name);
        builder.environment().put("SECRET", ((SlaveComputer) node.toComputer()).getJnlpMac());
        builder.environment().put("TMPDIR", root.resolve("tmp").toString());
        process = builder.start();
        awaitOnline(node.toComputer(), log);
    }

    private static JNLPLauncher launcher() {
        JNLPLauncher launcher = new JNLPLauncher();
        launcher.setWebSocket(true);
        return launcher;
    }

    private static Path agentJar(Path log) throws IOException {
        Path jar = log.resolveSibling("agent.jar");
        try (InputStream in = Jenkins.get().getJnlpJars("agent.jar").getURL().openStream()) {
            Files.copy(in, jar);
        }
        return jar;
    }

    private void awaitOnline(Computer computer, Path log) throws IOException {
        await().atMost(PATIENCE).until(() -> computer.isOnline() || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError(
                    "The agent in a mount namespace of its own, which needs root, ended: " + Files.readString(log));
        }
    }

    /** Its directory, which is empty for everybody else. */
    File root() {
        return root.toFile();
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        Files.delete(root);
    }
}
