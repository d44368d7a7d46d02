package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Proc;
import hudson.model.Node;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.security.MasterToSlaveCallable;

/**
 * Runs one short command of the engine on a node, outside of a build. It may end with Jenkins: what changes a target runs
 * as a durable process of a build instead.
 */
final class EngineOnNode {
    private static final long SECONDS = 90;
    private static final String JAR = "/io/jenkins/plugins/composerelease/compose-release-cli.jar";

    private EngineOnNode() {}

    /** @return what the command prints; secrets go by environment, the request by standard input */
    static JsonNode run(Node node, ObjectNode request, RequestSecrets secrets, String... command)
            throws IOException, InterruptedException {
        FilePath root = node.getRootPath();
        URL jar = EngineOnNode.class.getResource(JAR);
        if (root == null || jar == null) {
            throw new AbortException(
                    root == null
                            ? "The agent went offline. Choose another one."
                            : "The plugin has no '" + JAR + "'. Install it from its .hpi file.");
        }
        root.mkdirs(); // an agent that never ran a build may not have it yet
        FilePath directory = root.createTempDir("compose-release", "test");
        try {
            FilePath copy = directory.child("compose-release-cli.jar");
            copy.copyFrom(jar);
            return launch(node, directory, argv(root, copy, command), request, secrets);
        } finally {
            directory.deleteRecursive();
        }
    }

    private static List<String> argv(FilePath root, FilePath jar, String... command)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(root.act(new JavaCommand()), "-jar", jar.getRemote()));
        argv.addAll(List.of(command));
        argv.addAll(List.of("--file", "-", "--json", "--no-color"));
        return argv;
    }

    private static JsonNode launch(
            Node node, FilePath directory, List<String> argv, ObjectNode request, RequestSecrets secrets)
            throws IOException, InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Launcher launcher = node.createLauncher(TaskListener.NULL);
        Proc process = launcher.launch()
                .cmds(argv)
                .pwd(directory)
                .envs(secrets.environment())
                .stdin(new ByteArrayInputStream(request.toString().getBytes(StandardCharsets.UTF_8)))
                .stdout(output)
                .stderr(log)
                .quiet(true)
                .start();
        int exitCode = process.joinWithTimeout(SECONDS, TimeUnit.SECONDS, TaskListener.NULL);
        try {
            JsonNode result = new ObjectMapper().readTree(output.toByteArray());
            if (result != null && result.isObject()) {
                return result;
            }
        } catch (IOException e) {
            // said below, with what the command says itself
        }
        throw new AbortException("The test on '" + node.getDisplayName() + "' ended with exit code " + exitCode
                + " within " + SECONDS + " s and without a result: "
                + Text.withoutColours(Text.tail(log.toString(StandardCharsets.UTF_8), 5)));
    }

    /** The Java that runs the agent: it is new enough, whatever PATH has. */
    private static final class JavaCommand extends MasterToSlaveCallable<String, IOException> {
        private static final long serialVersionUID = 1L;

        @Override
        public String call() {
            return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        }
    }
}
