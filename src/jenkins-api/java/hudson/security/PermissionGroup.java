package hudson.security;

import java.util.Iterator;
import org.jvnet.localizer.Localizable;

@SuppressWarnings({"rawtypes"})
public final class PermissionGroup implements Iterable<Permission>, Comparable<PermissionGroup> {
    public PermissionGroup(Class a, Localizable b) throws IllegalStateException { throw new AssertionError(); }
    public int compareTo(PermissionGroup a) { throw new AssertionError(); }
    public Iterator<Permission> iterator() { throw new AssertionError(); }
}
