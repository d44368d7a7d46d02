package hudson.model;

import hudson.security.AccessControlled;
import java.io.IOException;
import jenkins.model.Loadable;
import jenkins.model.ModelObjectWithContextMenu;
import org.kohsuke.stapler.StaplerProxy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

public class User extends AbstractModelObject implements AccessControlled, DescriptorByNameOwner, Loadable, Saveable, Comparable<User>, ModelObjectWithContextMenu, StaplerProxy {
    private User() { throw new AssertionError(); }
    public int compareTo(User a) { throw new AssertionError(); }
    public static User getById(String a, boolean b) { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public Object getTarget() { throw new AssertionError(); }
    public Authentication impersonate2() throws UsernameNotFoundException { throw new AssertionError(); }
    public void load() { throw new AssertionError(); }
    public void save() throws IOException { throw new AssertionError(); }
}
