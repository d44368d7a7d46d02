package hudson.model;

public abstract class Cause {
    public Cause() { throw new AssertionError(); }
    public abstract String getShortDescription();
    public void print(TaskListener a) { throw new AssertionError(); }

    public static class UserIdCause extends Cause {
        public UserIdCause() { throw new AssertionError(); }
        public boolean equals(Object a) { throw new AssertionError(); }
        public String getShortDescription() { throw new AssertionError(); }
        public String getUserId() { throw new AssertionError(); }
        public String getUserName() { throw new AssertionError(); }
        public int hashCode() { throw new AssertionError(); }
        public void print(TaskListener a) { throw new AssertionError(); }
    }
}
