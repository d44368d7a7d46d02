package org.jvnet.hudson.reactor;

public class ReactorException extends Exception {
    ReactorException(Throwable a) { throw new AssertionError(); }
}
