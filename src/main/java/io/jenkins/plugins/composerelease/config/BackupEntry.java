package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.ExtensionPoint;
import hudson.model.Describable;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** What of a target is backed up before its migrations. */
public abstract class BackupEntry implements Describable<BackupEntry>, RequestPart, Serializable, ExtensionPoint {
    private static final long serialVersionUID = 1L;
    private static final int KEEP_DAYS = 7;
    private int keep = 7;
    private Integer keepDays = KEEP_DAYS; // null in a target saved before there was a choice
    private List<String> volumes = new ArrayList<>();
    private boolean configuration;

    public int getKeep() {
        return keep;
    }

    @DataBoundSetter
    public void setKeep(int keep) {
        this.keep = keep;
    }

    public int getKeepDays() {
        return keepDays == null ? KEEP_DAYS : keepDays;
    }

    @DataBoundSetter
    public void setKeepDays(int keepDays) {
        this.keepDays = keepDays;
    }

    public List<String> getVolumes() {
        return Lines.copy(volumes);
    }

    @DataBoundSetter
    public void setVolumes(List<String> volumes) {
        this.volumes = Lines.of(volumes);
    }

    public boolean isConfiguration() {
        return configuration;
    }

    @DataBoundSetter
    public void setConfiguration(boolean configuration) {
        this.configuration = configuration;
    }

    /** Its key, for example {@code pgDump}. */
    abstract String key();

    /** What stands under its key. */
    abstract ObjectNode backup(RequestSecrets secrets) throws AbortException;

    @Override
    public ObjectNode request(RequestSecrets secrets) throws AbortException {
        RequestJson json = new RequestJson("Backup")
                .node(key(), backup(secrets))
                .texts("volumes", getVolumes(), volume -> Names.name("volume", volume));
        if (configuration) {
            json.bool("configuration", true);
        }
        return json.number("keep", keep, 1).number("keepDays", getKeepDays(), 0).json();
    }
}
