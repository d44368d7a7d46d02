package org.jenkinsci.plugins.durabletask;

import hudson.FilePath;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.Serializable;

public abstract class Controller implements Serializable {
    public Controller() { throw new AssertionError(); }
    public void watch(FilePath a, Handler b, TaskListener c) throws IOException, InterruptedException, UnsupportedOperationException { throw new AssertionError(); }
}
