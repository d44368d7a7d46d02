package hudson.util;

import java.io.IOException;
import java.util.Collection;
import org.kohsuke.stapler.HttpResponse;

public abstract class FormValidation extends IOException implements HttpResponse {
    private FormValidation(FormValidation.Kind a) { throw new AssertionError(); }
    public static FormValidation aggregate(Collection<FormValidation> a) { throw new AssertionError(); }
    public static FormValidation error(String a) { throw new AssertionError(); }
    public static FormValidation ok() { throw new AssertionError(); }
    public static FormValidation ok(String a) { throw new AssertionError(); }
    public static FormValidation warning(String a) { throw new AssertionError(); }

    public enum Kind {
        OK, WARNING, ERROR;
    }
}
