package hudson.model;

import hudson.EnvVars;
import hudson.remoting.VirtualChannel;
import hudson.security.AccessControlled;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import jenkins.model.IComputer;
import jenkins.widgets.HasWidgets;
import org.kohsuke.stapler.StaplerProxy;

public abstract class Computer extends Actionable implements AccessControlled, IComputer, ExecutorListener, DescriptorByNameOwner, StaplerProxy, HasWidgets {
    public static final ExecutorService threadPoolForRemoting = null;
    protected Computer(Node a) { throw new AssertionError(); }
    public void addAction(Action a) { throw new AssertionError(); }
    public abstract VirtualChannel getChannel();
    public String getDisplayName() { throw new AssertionError(); }
    public EnvVars getEnvironment() throws IOException, InterruptedException { throw new AssertionError(); }
    public List<Executor> getExecutors() { throw new AssertionError(); }
    public String getName() { throw new AssertionError(); }
    public Node getNode() { throw new AssertionError(); }
    public List<OneOffExecutor> getOneOffExecutors() { throw new AssertionError(); }
    public Object getTarget() { throw new AssertionError(); }
    public boolean isOffline() { throw new AssertionError(); }
}
