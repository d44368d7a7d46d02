package hudson.model;

import jenkins.model.IExecutor;

public class Executor extends Thread implements ModelObject, IExecutor {
    public Executor(Computer a, int b) { throw new AssertionError(); }
    public Queue.Executable getCurrentExecutable() { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public void run() { throw new AssertionError(); }
}
