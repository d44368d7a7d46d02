package io.jenkins.plugins.composerelease.config;

import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.composerelease.engine.model.Names;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the forms of all backups ask the controller. */
public abstract class BackupForm extends Descriptor<BackupEntry> {

    @POST
    public FormValidation doCheckService(@QueryParameter String value) {
        return Forms.required(value, text -> Names.name("service", text));
    }

    @POST
    public FormValidation doCheckVolumes(@QueryParameter String value) {
        return Forms.lines(value, text -> Names.name("volume", text));
    }

    @POST
    public FormValidation doCheckKeep(@QueryParameter String value) {
        return Forms.number(value, 1);
    }

    @POST
    public FormValidation doCheckKeepDays(@QueryParameter String value) {
        return Forms.number(value, 0);
    }
}
