package jenkins.util;

import java.util.concurrent.ScheduledExecutorService;

public class Timer {
    private Timer() { throw new AssertionError(); }
    public static ScheduledExecutorService get() { throw new AssertionError(); }
}
