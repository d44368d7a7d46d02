package hudson;

import hudson.model.Hudson;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Iterator;
import jenkins.util.io.OnMaster;

public class ExtensionList<T> extends AbstractList<T> implements OnMaster {
    @Deprecated protected ExtensionList(Hudson a, Class<T> b) { throw new AssertionError(); }
    @Deprecated public boolean add(T a) { throw new AssertionError(); }
    public void add(int a, T b) { throw new AssertionError(); }
    public T get(int a) { throw new AssertionError(); }
    public Iterator<T> iterator() { throw new AssertionError(); }
    public static <U> U lookupSingleton(Class<U> a) { throw new AssertionError(); }
    public final T remove(int a) { throw new AssertionError(); }
    public boolean remove(Object a) { throw new AssertionError(); }
    public boolean removeAll(Collection<?> a) { throw new AssertionError(); }
    public int size() { throw new AssertionError(); }
}
