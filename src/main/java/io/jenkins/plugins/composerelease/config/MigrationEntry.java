package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.ExtensionPoint;
import hudson.model.Describable;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import java.io.Serializable;
import org.kohsuke.stapler.DataBoundSetter;

/** How the schema of a target is migrated. */
public abstract class MigrationEntry implements Describable<MigrationEntry>, RequestPart, Serializable, ExtensionPoint {
    private static final long serialVersionUID = 1L;
    private String timeout = "10m";

    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Lines.or(timeout, "10m");
    }

    /** Its key, for example {@code flyway}. */
    abstract String key();

    /** What stands under its key. */
    abstract ObjectNode migration(RequestSecrets secrets) throws AbortException;

    @Override
    public ObjectNode request(RequestSecrets secrets) throws AbortException {
        return new RequestJson("Migration")
                .node(key(), migration(secrets))
                .duration("timeout", timeout)
                .json();
    }
}
