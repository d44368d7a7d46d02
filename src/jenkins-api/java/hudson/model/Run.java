package hudson.model;

import hudson.ExtensionPoint;
import hudson.security.AccessControlled;
import java.io.File;
import java.io.IOException;
import java.util.Calendar;
import java.util.List;
import jenkins.console.WithConsoleUrl;
import jenkins.model.ArtifactManager;
import jenkins.model.HistoricalBuild;
import jenkins.util.io.OnMaster;
import org.kohsuke.stapler.StaplerProxy;

public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends Actionable implements ExtensionPoint, Comparable<RunT>, AccessControlled, PersistenceRoot, DescriptorByNameOwner, OnMaster, StaplerProxy, HistoricalBuild, WithConsoleUrl {
    protected Run(JobT a, Calendar b) { throw new AssertionError(); }
    public void addAction(Action a) { throw new AssertionError(); }
    public int compareTo(RunT a) { throw new AssertionError(); }
    public <T extends Cause> T getCause(Class<T> a) { throw new AssertionError(); }
    public List<Cause> getCauses() { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public String getExternalizableId() { throw new AssertionError(); }
    public String getFullDisplayName() { throw new AssertionError(); }
    public int getNumber() { throw new AssertionError(); }
    public JobT getParent() { throw new AssertionError(); }
    public Result getResult() { throw new AssertionError(); }
    public File getRootDir() { throw new AssertionError(); }
    public Object getTarget() { throw new AssertionError(); }
    public String getUrl() { throw new AssertionError(); }
    public boolean isBuilding() { throw new AssertionError(); }
    public final ArtifactManager pickArtifactManager() throws IOException { throw new AssertionError(); }
    public void save() throws IOException { throw new AssertionError(); }
}
