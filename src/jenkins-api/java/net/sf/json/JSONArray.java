package net.sf.json;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;

@SuppressWarnings({"rawtypes", "unchecked"})
public final class JSONArray extends AbstractJSON implements JSON, List<Object>, Comparable {
    public JSONArray() { throw new AssertionError(); }
    public void add(int a, Object b) { throw new AssertionError(); }
    public boolean add(Object a) { throw new AssertionError(); }
    public boolean addAll(int a, Collection b) { throw new AssertionError(); }
    public boolean addAll(Collection a) { throw new AssertionError(); }
    public void clear() { throw new AssertionError(); }
    public int compareTo(Object a) { throw new AssertionError(); }
    public boolean contains(Object a) { throw new AssertionError(); }
    public boolean containsAll(Collection a) { throw new AssertionError(); }
    public boolean equals(Object a) { throw new AssertionError(); }
    public static JSONArray fromObject(Object a) { throw new AssertionError(); }
    public Object get(int a) { throw new AssertionError(); }
    public int hashCode() { throw new AssertionError(); }
    public int indexOf(Object a) { throw new AssertionError(); }
    public boolean isEmpty() { throw new AssertionError(); }
    public Iterator iterator() { throw new AssertionError(); }
    public int lastIndexOf(Object a) { throw new AssertionError(); }
    public ListIterator listIterator() { throw new AssertionError(); }
    public ListIterator listIterator(int a) { throw new AssertionError(); }
    public Object remove(int a) { throw new AssertionError(); }
    public boolean remove(Object a) { throw new AssertionError(); }
    public boolean removeAll(Collection a) { throw new AssertionError(); }
    public boolean retainAll(Collection a) { throw new AssertionError(); }
    public Object set(int a, Object b) { throw new AssertionError(); }
    public int size() { throw new AssertionError(); }
    public List subList(int a, int b) { throw new AssertionError(); }
    public Object[] toArray() { throw new AssertionError(); }
    public Object[] toArray(Object[] a) { throw new AssertionError(); }
}
