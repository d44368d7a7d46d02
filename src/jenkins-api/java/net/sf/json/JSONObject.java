package net.sf.json;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

@SuppressWarnings({"rawtypes", "unchecked"})
public final class JSONObject extends AbstractJSON implements JSON, Map<String, Object>, Comparable {
    public JSONObject() { throw new AssertionError(); }
    public void clear() { throw new AssertionError(); }
    public int compareTo(Object a) { throw new AssertionError(); }
    public boolean containsKey(Object a) { throw new AssertionError(); }
    public boolean containsValue(Object a) { throw new AssertionError(); }
    public Set entrySet() { throw new AssertionError(); }
    public boolean equals(Object a) { throw new AssertionError(); }
    public Object get(Object a) { throw new AssertionError(); }
    public Object get(String a) { throw new AssertionError(); }
    public boolean has(String a) { throw new AssertionError(); }
    public int hashCode() { throw new AssertionError(); }
    public boolean isEmpty() { throw new AssertionError(); }
    public Set<String> keySet() { throw new AssertionError(); }
    public JSONObject optJSONObject(String a) { throw new AssertionError(); }
    public Object put(String a, Object b) { throw new AssertionError(); }
    public void putAll(Map a) { throw new AssertionError(); }
    public Object remove(Object a) { throw new AssertionError(); }
    public Object remove(String a) { throw new AssertionError(); }
    public int size() { throw new AssertionError(); }
    public Collection values() { throw new AssertionError(); }
}
