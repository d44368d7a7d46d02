package io.jenkins.plugins.composerelease.credentials;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Map;

/** Signatures only, until the real class is merged. */
public final class RequestSecrets {
    public RequestSecrets(Run<?, ?> run, TaskListener listener, String step) {}

    public RequestSecrets asAdministrator() {
        return this;
    }

    public String reference(String credentialsId, String part, String use) throws AbortException {
        throw new AbortException("not merged");
    }

    public byte[] bytes(String credentialsId, String part, String use) throws AbortException {
        throw new AbortException("not merged");
    }

    public String text(String credentialsId, String part, String use) throws AbortException {
        throw new AbortException("not merged");
    }

    public Map<String, String> environment() {
        return Map.of();
    }
}
