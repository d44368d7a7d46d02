package org.jenkinsci.plugins.workflow.log;

import hudson.console.ConsoleLogFilter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;

public abstract class TaskListenerDecorator implements Serializable {
    public TaskListenerDecorator() { throw new AssertionError(); }
    public abstract OutputStream decorate(OutputStream a) throws IOException, InterruptedException;
    public static TaskListenerDecorator fromConsoleLogFilter(ConsoleLogFilter a) { throw new AssertionError(); }
    public static TaskListenerDecorator merge(TaskListenerDecorator a, TaskListenerDecorator b) { throw new AssertionError(); }
}
