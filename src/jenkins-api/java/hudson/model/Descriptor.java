package hudson.model;

import jenkins.model.Loadable;
import jenkins.util.io.OnMaster;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;

public abstract class Descriptor<T extends Describable<T>> implements Loadable, Saveable, OnMaster {
    protected Descriptor() { throw new AssertionError(); }
    protected Descriptor(Class<? extends T> a) { throw new AssertionError(); }
    public static <T> T bindJSON(StaplerRequest2 a, Class<T> b, JSONObject c) { throw new AssertionError(); }
    public boolean configure(StaplerRequest2 a, JSONObject b) throws Descriptor.FormException { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public void load() { throw new AssertionError(); }
    public T newInstance(StaplerRequest2 a, JSONObject b) throws Descriptor.FormException { throw new AssertionError(); }
    public void save() { throw new AssertionError(); }

    public static final class FormException extends Exception implements HttpResponse {
        public FormException(String a, Throwable b, String c) { throw new AssertionError(); }
    }
}
