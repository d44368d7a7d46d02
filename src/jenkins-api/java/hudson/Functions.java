package hudson;

public class Functions {
    public Functions() { throw new AssertionError(); }
    public static String printThrowable(Throwable a) { throw new AssertionError(); }
}
