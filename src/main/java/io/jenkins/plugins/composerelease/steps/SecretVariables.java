package io.jenkins.plugins.composerelease.steps;

import hudson.EnvVars;
import hudson.util.Secret;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;

/** The variables of a block: secrets, which are persisted encrypted, and paths of secret files, which are none. */
final class SecretVariables extends EnvironmentExpander {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, Secret> secrets;
    /** Null in what a version before this field persisted. */
    private final TreeSet<String> open;

    private final TreeMap<String, String> paths;

    SecretVariables(SecretBindings bindings, Map<String, String> paths) {
        this.secrets = new TreeMap<>(bindings.variables());
        this.open = new TreeSet<>(bindings.open());
        this.paths = new TreeMap<>(paths);
    }

    @Override
    public void expand(EnvVars env) {
        secrets.forEach((name, value) -> env.override(name, value.getPlainText()));
        paths.forEach(env::override);
    }

    @Override
    public Set<String> getSensitiveVariables() {
        Set<String> sensitive = new TreeSet<>(secrets.keySet());
        if (open != null) {
            sensitive.removeAll(open);
        }
        return sensitive;
    }
}
