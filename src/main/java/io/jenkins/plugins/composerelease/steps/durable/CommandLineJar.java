package io.jenkins.plugins.composerelease.steps.durable;

import hudson.FilePath;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import jenkins.MasterToSlaveFileCallable;
import org.jenkinsci.plugins.workflow.FilePathUtils;

/**
 * The runnable jar of the command line, as a node has it: copied once, into a directory that its digest names, so that builds
 * of two versions do not meet. It is copied under another name and renamed when the agent has checked it, and checked again
 * whenever it may have changed: it gets the secrets of every job that uses the agent.
 */
final class CommandLineJar {
    private static final String NAME = "compose-release-cli.jar";
    private static final ConcurrentMap<String, Object> COPYING = new ConcurrentHashMap<>();

    private static URL source = bundled();

    private static CommandLineJar current;

    private final URL resource;
    private final String digest;

    private CommandLineJar(URL resource, String digest) {
        this.resource = resource;
        this.digest = digest;
    }

    static synchronized CommandLineJar current() throws IOException {
        if (current == null || current.resource != source) {
            if (source == null) {
                throw new IOException(
                        "The plugin holds no '" + NAME + "'. It was not built completely; build it again.");
            }
            MessageDigest digest = Intact.sha256();
            try (InputStream in = new DigestInputStream(source.openStream(), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
                current = new CommandLineJar(source, Util.toHexString(digest.digest()));
            }
        }
        return current;
    }

    /** Tests put another program in its place; null for the real one. */
    static synchronized void use(URL jar) {
        source = jar == null ? bundled() : jar;
    }

    private static URL bundled() {
        return CommandLineJar.class.getResource("/io/jenkins/plugins/composerelease/" + NAME);
    }

    /** Makes the run's directory on the node and brings the jar there if it is not there yet. */
    AgentPlace prepare(FilePath workspace, String directory) throws IOException, InterruptedException {
        FilePath root = root(workspace);
        AgentPlace.Prepare prepare = new AgentPlace.Prepare(
                directory, path(), digest, ClassArchive.digest(FilePathUtils.getNodeName(workspace), digest));
        AgentPlace place = root.act(prepare);
        if (place.jarThere()) {
            return place;
        }
        synchronized (COPYING.computeIfAbsent(root.getRemote() + "@" + root.getChannel(), key -> new Object())) {
            if (!root.act(prepare).jarThere()) {
                copy(root.child(path()));
            }
        }
        return place;
    }

    /** Lets the next start be a faster one. Takes some seconds the first time. */
    void archive(FilePath workspace, AgentPlace place) {
        if (place.archive().isEmpty()) {
            ClassArchive.make(workspace, FilePathUtils.getNodeName(workspace), digest, place);
        }
    }

    private void copy(FilePath jar) throws IOException, InterruptedException {
        FilePath incomplete = jar.sibling(NAME + "." + UUID.randomUUID());
        try (InputStream in = resource.openStream()) {
            incomplete.copyFrom(in);
            incomplete.act(new Publish(digest));
        } finally {
            incomplete.delete();
        }
    }

    private String path() {
        return "caches/compose-release/" + digest + "/" + NAME;
    }

    private static FilePath root(FilePath workspace) throws IOException {
        Computer computer = workspace.toComputer();
        Node node = computer == null ? null : computer.getNode();
        FilePath root = node == null ? null : node.getRootPath();
        if (root == null) {
            throw new IOException("The node of workspace '" + workspace.getRemote() + "' is offline.");
        }
        return root;
    }

    /** Checks the copy and gives it its name, in one step that a reader sees wholly or not at all. */
    private static final class Publish extends MasterToSlaveFileCallable<Void> {
        private static final long serialVersionUID = 1L;
        private final String digest;

        Publish(String digest) {
            this.digest = digest;
        }

        @Override
        public Void invoke(File file, VirtualChannel channel) throws IOException {
            if (!Intact.digest(file.toPath()).equals(digest)) {
                throw new IOException("The copy of '" + NAME + "' at '" + file + "' is damaged. Run the build again.");
            }
            Path path = file.toPath();
            Files.move(
                    path,
                    path.resolveSibling(NAME),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return null;
        }
    }
}
