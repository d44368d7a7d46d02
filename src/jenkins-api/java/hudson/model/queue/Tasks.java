package hudson.model.queue;

import hudson.model.Queue;
import org.springframework.security.core.Authentication;

public class Tasks {
    public Tasks() { throw new AssertionError(); }
    public static Authentication getAuthenticationOf2(Queue.Task a) { throw new AssertionError(); }
}
