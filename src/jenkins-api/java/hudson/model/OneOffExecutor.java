package hudson.model;

public class OneOffExecutor extends Executor {
    public OneOffExecutor(Computer a) { super((Computer) null, Integer.parseInt("0")); throw new AssertionError(); }
}
