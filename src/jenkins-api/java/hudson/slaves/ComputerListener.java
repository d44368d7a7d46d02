package hudson.slaves;

import hudson.ExtensionPoint;
import hudson.model.Computer;
import hudson.model.TaskListener;
import java.io.IOException;

public abstract class ComputerListener implements ExtensionPoint {
    public ComputerListener() { throw new AssertionError(); }
    public void onOnline(Computer a, TaskListener b) throws IOException, InterruptedException { throw new AssertionError(); }
}
