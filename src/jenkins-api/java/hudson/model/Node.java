package hudson.model;

import hudson.ExtensionPoint;
import hudson.FilePath;
import hudson.Launcher;
import hudson.security.AccessControlled;
import java.io.IOException;
import jenkins.util.io.OnMaster;

public abstract class Node extends AbstractModelObject implements ReconfigurableDescribable<Node>, ExtensionPoint, AccessControlled, OnMaster, PersistenceRoot {
    public Node() { throw new AssertionError(); }
    public abstract Launcher createLauncher(TaskListener a);
    public String getDisplayName() { throw new AssertionError(); }
    public abstract String getNodeName();
    public abstract FilePath getRootPath();
    public void save() throws IOException { throw new AssertionError(); }
    public final Computer toComputer() { throw new AssertionError(); }
}
