package jenkins.model;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractCIBase;
import hudson.model.Computer;
import hudson.model.DescriptorByNameOwner;
import hudson.model.FingerprintMap;
import hudson.model.Item;
import hudson.model.ModifiableViewGroup;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.TaskListener;
import hudson.model.View;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import hudson.security.SecurityRealm;
import hudson.util.XStream2;
import jakarta.servlet.ServletContext;
import java.io.File;
import java.io.IOException;
import java.util.List;
import jenkins.util.io.OnMaster;
import org.jvnet.hudson.reactor.ReactorException;
import org.kohsuke.stapler.StaplerFallback;
import org.kohsuke.stapler.StaplerProxy;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;

public class Jenkins extends AbstractCIBase implements DirectlyModifiableTopLevelItemGroup, StaplerProxy, StaplerFallback, ModifiableViewGroup, AccessControlled, DescriptorByNameOwner, ModelObjectWithContextMenu, ModelObjectWithChildren, OnMaster, Loadable {
    public static final Permission ADMINISTER = null;
    public static final XStream2 XSTREAM2 = null;
    protected Jenkins(File a, ServletContext b) throws IOException, InterruptedException, ReactorException { throw new AssertionError(); }
    public Launcher createLauncher(TaskListener a) { throw new AssertionError(); }
    public static Jenkins get() throws IllegalStateException { throw new AssertionError(); }
    public static Authentication getAuthentication2() { throw new AssertionError(); }
    public Computer getComputer(String a) { throw new AssertionError(); }
    public Computer[] getComputers() { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public FingerprintMap getFingerprintMap() { throw new AssertionError(); }
    public <T extends Item> T getItemByFullName(String a, Class<T> b) throws AccessDeniedException { throw new AssertionError(); }
    public String getLegacyInstanceId() { throw new AssertionError(); }
    public Node getNode(String a) { throw new AssertionError(); }
    public List<Node> getNodes() { throw new AssertionError(); }
    public Queue getQueue() { throw new AssertionError(); }
    public File getRootDir() { throw new AssertionError(); }
    public FilePath getRootPath() { throw new AssertionError(); }
    public String getRootUrl() throws IllegalStateException { throw new AssertionError(); }
    public SecurityRealm getSecurityRealm() { throw new AssertionError(); }
    public View getStaplerFallback() { throw new AssertionError(); }
    public Object getTarget() { throw new AssertionError(); }
    public void load() throws IOException { throw new AssertionError(); }
    public void save() throws IOException { throw new AssertionError(); }
}
