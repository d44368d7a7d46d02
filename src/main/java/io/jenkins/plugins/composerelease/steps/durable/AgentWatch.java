package io.jenkins.plugins.composerelease.steps.durable;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.remoting.VirtualChannel;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.jenkinsci.plugins.durabletask.Handler;

/** Sits on the agent and passes on what durable-task sees of the process. Its calls fail when the channel is gone. */
final class AgentWatch extends Handler {
    private static final long serialVersionUID = 1L;
    private static final int CHUNK = 64 * 1024;
    private final ProcessListener listener;
    private final String directory;

    AgentWatch(VirtualChannel channel, ProcessListener listener, String directory) {
        this.listener = channel.export(ProcessListener.class, listener);
        this.directory = directory;
    }

    @Override
    public void output(@NonNull InputStream stream) throws Exception {
        byte[] buffer = new byte[CHUNK];
        for (int count = stream.read(buffer); count > 0; count = stream.read(buffer)) {
            listener.output(count == CHUNK ? buffer : Arrays.copyOf(buffer, count));
        }
    }

    @Override
    public void exited(int code, byte[] output) throws Exception {
        listener.exited(code, RunFiles.result(Path.of(directory)));
    }
}
