package io.jenkins.plugins.composerelease.steps.durable;

import hudson.FilePath;
import java.io.IOException;
import java.io.Serializable;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.FilePathUtils;
import org.jenkinsci.plugins.workflow.support.concurrent.Timeout;

/** A run and its place: beside a workspace of a node. */
final class RunPlace implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(RunPlace.class.getName());
    private static final int REMOTE_SECONDS = 60;

    private final String id = UUID.randomUUID().toString();
    private final String node;
    private final String remote;

    /**
     * @param remote path of the workspace
     */
    RunPlace(String node, String remote) {
        this.node = node;
        this.remote = remote;
    }

    /** The place of another run beside the same workspace. */
    RunPlace another() {
        return new RunPlace(node, remote);
    }

    String id() {
        return id;
    }

    String node() {
        return node;
    }

    /** The workspace, or null while the agent is offline. */
    FilePath workspace() {
        return FilePathUtils.find(node, remote);
    }

    /** The directory of the run, or null while the agent is offline. */
    FilePath directory() throws IOException {
        FilePath workspace = workspace();
        return workspace == null ? null : RunFiles.directory(workspace, id);
    }

    void removeDirectory() {
        try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
            FilePath directory = directory();
            if (directory != null) {
                directory.deleteRecursive();
            }
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, e, () -> "The files of run " + id + " on " + this + " are left to a later run.");
        }
    }

    /** Tells the run's process to stop; false when it could not be told. */
    boolean tellToStop() {
        FilePath workspace = workspace();
        try (Timeout timeout = Timeout.limit(REMOTE_SECONDS, TimeUnit.SECONDS)) {
            return workspace != null && workspace.getChannel().call(new RunProcesses.Signal(id, false));
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "Run " + id + " on " + this + " could not be told to stop.");
            return false;
        }
    }

    @Override
    public String toString() {
        return node.isEmpty() ? "the built-in node" : "agent '" + node + "'";
    }
}
