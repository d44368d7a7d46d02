package org.jenkinsci.plugins.workflow.steps;

import hudson.EnvVars;
import java.io.IOException;
import java.io.Serializable;
import java.util.Set;

public abstract class EnvironmentExpander implements Serializable {
    public EnvironmentExpander() { throw new AssertionError(); }
    public abstract void expand(EnvVars a) throws IOException, InterruptedException;
    public Set<String> getSensitiveVariables() { throw new AssertionError(); }
    public static EnvironmentExpander merge(EnvironmentExpander a, EnvironmentExpander b) { throw new AssertionError(); }
}
