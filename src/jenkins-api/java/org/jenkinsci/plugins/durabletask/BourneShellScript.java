package org.jenkinsci.plugins.durabletask;

public final class BourneShellScript extends FileMonitoringTask {
    public BourneShellScript(String a) { throw new AssertionError(); }
    public void captureOutput() { throw new AssertionError(); }
}
