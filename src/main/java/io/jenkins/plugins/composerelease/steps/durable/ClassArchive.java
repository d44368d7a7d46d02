package io.jenkins.plugins.composerelease.steps.durable;

import hudson.FilePath;
import hudson.Util;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.MasterToSlaveFileCallable;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/**
 * The engine's classes as Java keeps them for the next start: most of a start is loading them from the jar. An agent makes its
 * archive after a first command; it fits one Java and one jar only, and Java ignores one that does not fit. Only an archive
 * that this controller saw made, and that is still the same, is used: whoever could put another one there later could run anything.
 * Where the agent's directory has a space in its name, Java 17 archives its own classes only.
 */
final class ClassArchive {
    private static final Logger LOGGER = Logger.getLogger(ClassArchive.class.getName());
    private static final int SECONDS = 120;

    /** Digest by node and jar; empty while one is being made, and when that failed. */
    private static final ConcurrentMap<String, String> MADE = new ConcurrentHashMap<>();

    private ClassArchive() {}

    /** Digest of the archive that a node has; empty when it has none. */
    static String digest(String node, String jar) {
        return MADE.getOrDefault(key(node, jar), "");
    }

    /** Where the archive for the agent's own Java is. On the agent. */
    static Path beside(Path jar) {
        String java = System.getProperty("java.home") + System.getProperty("java.vm.version");
        return jar.resolveSibling("classes-" + Util.getDigestOf(java).substring(0, 8) + ".jsa");
    }

    /** Makes the archive, once. Takes some seconds. */
    static void make(FilePath workspace, String node, String jar, AgentPlace place) {
        String key = key(node, jar);
        String known = place.archiveLost() ? MADE.put(key, "") : MADE.putIfAbsent(key, "");
        boolean mine = place.archiveLost() ? !"".equals(known) : known == null;
        if (!mine) {
            return; // it was made meanwhile, is being made, or that failed
        }
        try (Timeout timeout = Timeout.limit(2 * SECONDS, TimeUnit.SECONDS)) {
            MADE.put(key, new FilePath(workspace.getChannel(), place.jar()).act(new Make()));
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, e, () -> "No class archive beside '" + place.jar() + "' on '" + node + "'.");
        }
    }

    private static String key(String node, String jar) {
        return node + " " + jar;
    }

    /**
     * Lists the classes of a command that changes nothing and fails (it names a target that its request does not have), and
     * dumps them. A list, because what Java archives at the exit of a program leaves out classes as old as picocli's.
     */
    private static final class Make extends MasterToSlaveFileCallable<String> {
        private static final long serialVersionUID = 1L;
        private static final String REQUEST = "{\"application\":\"none\",\"compose\":{\"project\":\"none\"},"
                + "\"targets\":{\"none\":{\"host\":\"none.invalid\",\"user\":\"none\",\"directory\":\"/none\"}}}";

        @Override
        public String invoke(File jar, VirtualChannel channel) throws IOException, InterruptedException {
            Path archive = beside(jar.toPath());
            Path directory = Files.createTempDirectory(jar.getParentFile().toPath(), "archive");
            Path list = directory.resolve("classes");
            Path made = directory.resolve("archive");
            try {
                List<String> command = new ArrayList<>(List.of("-jar", jar.getPath(), "verify", "--target", "other"));
                command.addAll(EngineScript.options(directory.toString()));
                java(List.of("-XX:DumpLoadedClassList=" + list), command);
                java(
                        List.of("-Xshare:dump", "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + made),
                        List.of("-cp", jar.getPath()));
                if (!Files.exists(made)) {
                    return ""; // a Java that makes none
                }
                String digest = Intact.digest(made);
                Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return digest;
            } finally {
                new FilePath(directory.toFile()).deleteRecursive();
            }
        }

        private static void java(List<String> options, List<String> program) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of("nice", System.getProperty("java.home") + "/bin/java"));
            command.addAll(EngineScript.JVM);
            command.addAll(options);
            command.addAll(program);
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                process.getOutputStream().write(REQUEST.getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().close();
                process.waitFor(SECONDS, TimeUnit.SECONDS);
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
