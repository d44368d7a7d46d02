package hudson.model;

import hudson.security.AccessControlled;
import java.io.File;
import java.io.IOException;
import jenkins.model.Loadable;
import org.kohsuke.stapler.HttpDeletable;
import org.kohsuke.stapler.StaplerProxy;

@SuppressWarnings({"rawtypes"})
public abstract class AbstractItem extends Actionable implements Loadable, Item, HttpDeletable, AccessControlled, DescriptorByNameOwner, StaplerProxy {
    protected AbstractItem(ItemGroup a, String b) { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public final String getFullDisplayName() { throw new AssertionError(); }
    public final String getFullName() { throw new AssertionError(); }
    public String getName() { throw new AssertionError(); }
    public ItemGroup getParent() { throw new AssertionError(); }
    public File getRootDir() { throw new AssertionError(); }
    public Object getTarget() { throw new AssertionError(); }
    public final String getUrl() { throw new AssertionError(); }
    public void load() throws IOException { throw new AssertionError(); }
    public void save() throws IOException { throw new AssertionError(); }
}
