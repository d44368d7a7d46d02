package hudson.util;

import java.io.Serializable;

public final class Secret implements Serializable {
    Secret(String a) { throw new AssertionError(); }
    public static Secret fromString(String a) { throw new AssertionError(); }
    public String getPlainText() { throw new AssertionError(); }
}
