package hudson.model;

import hudson.ExtensionPoint;
import java.io.File;
import java.io.IOException;
import java.util.Collection;
import jenkins.model.ModelObjectWithChildren;
import jenkins.widgets.HasWidgets;
import org.kohsuke.stapler.StaplerOverridable;

@SuppressWarnings({"rawtypes"})
public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends AbstractItem implements ExtensionPoint, StaplerOverridable, ModelObjectWithChildren, HasWidgets {
    protected Job(ItemGroup a, String b) { super((ItemGroup) null, (String) null); throw new AssertionError(); }
    public File getBuildDir() { throw new AssertionError(); }
    public Collection<?> getOverrides() { throw new AssertionError(); }
    public <T extends JobProperty> T getProperty(Class<T> a) { throw new AssertionError(); }
    public void save() throws IOException { throw new AssertionError(); }
}
