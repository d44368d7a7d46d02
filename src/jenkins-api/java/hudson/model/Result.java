package hudson.model;

import java.io.Serializable;
import org.kohsuke.stapler.export.CustomExportedBean;

public final class Result implements Serializable, CustomExportedBean {
    public static final Result ABORTED = null;
    public static final Result SUCCESS = null;
    private Result(String a, BallColor b, int c, boolean d) { throw new AssertionError(); }
    public static Result fromString(String a) { throw new AssertionError(); }
    public boolean isBetterOrEqualTo(Result a) { throw new AssertionError(); }
    public String toExportedObject() { throw new AssertionError(); }
    public String toString() { throw new AssertionError(); }
}
