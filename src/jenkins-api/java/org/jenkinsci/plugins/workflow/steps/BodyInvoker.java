package org.jenkinsci.plugins.workflow.steps;

import hudson.console.ConsoleLogFilter;

public abstract class BodyInvoker {
    public BodyInvoker() { throw new AssertionError(); }
    public static ConsoleLogFilter mergeConsoleLogFilters(ConsoleLogFilter a, ConsoleLogFilter b) { throw new AssertionError(); }
    public abstract BodyExecution start();
    public abstract BodyInvoker withCallback(BodyExecutionCallback a);
    public abstract BodyInvoker withContext(Object a);
}
