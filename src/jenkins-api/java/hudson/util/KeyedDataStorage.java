package hudson.util;

public abstract class KeyedDataStorage<T, P> {
    public KeyedDataStorage() { throw new AssertionError(); }
}
