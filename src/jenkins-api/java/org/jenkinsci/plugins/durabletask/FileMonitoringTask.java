package org.jenkinsci.plugins.durabletask;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import java.io.IOException;
import java.nio.charset.Charset;

public abstract class FileMonitoringTask extends DurableTask {
    public FileMonitoringTask() { throw new AssertionError(); }
    public final void charset(Charset a) { throw new AssertionError(); }
    public final Controller launch(EnvVars a, FilePath b, Launcher c, TaskListener d) throws IOException, InterruptedException { throw new AssertionError(); }
}
