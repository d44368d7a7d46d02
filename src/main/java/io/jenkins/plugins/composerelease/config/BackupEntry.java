package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.ExtensionPoint;
import hudson.model.Describable;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import java.io.Serializable;
import org.kohsuke.stapler.DataBoundSetter;

/** What of a target is backed up before its migrations. */
public abstract class BackupEntry implements Describable<BackupEntry>, RequestPart, Serializable, ExtensionPoint {
    private static final long serialVersionUID = 1L;
    private int keep = 7;

    public int getKeep() {
        return keep;
    }

    @DataBoundSetter
    public void setKeep(int keep) {
        this.keep = keep;
    }

    /** Its key, for example {@code pgDump}. */
    abstract String key();

    /** What stands under its key. */
    abstract ObjectNode backup() throws AbortException;

    @Override
    public ObjectNode request(RequestSecrets secrets) throws AbortException {
        return new RequestJson("Backup")
                .node(key(), backup())
                .number("keep", keep, 1)
                .json();
    }
}
