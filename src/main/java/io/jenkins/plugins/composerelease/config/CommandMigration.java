package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A command in the new image that migrates the database. */
public final class CommandMigration extends MigrationEntry {
    private static final long serialVersionUID = 1L;
    private final String service;
    private final List<String> argv;
    private List<String> pending = new ArrayList<>();

    @DataBoundConstructor
    public CommandMigration(String service, List<String> argv) {
        this.argv = Lines.of(argv);
        this.service = Util.fixEmptyAndTrim(service);
    }

    public String getService() {
        return service;
    }

    public List<String> getArgv() {
        return Lines.copy(argv);
    }

    public List<String> getPending() {
        return Lines.copy(pending);
    }

    @DataBoundSetter
    public void setPending(List<String> pending) {
        this.pending = Lines.of(pending);
    }

    @Override
    ObjectNode migration(RequestSecrets secrets) throws AbortException {
        String name = "Migration in service '" + service + "'";
        if (argv.isEmpty()) {
            throw new AbortException(name + ": argv is empty. Give the command, an argument an entry.");
        }
        return new RequestJson(name)
                .required("service", service, text -> Names.name("service", text))
                .texts("argv", argv, Checks::line)
                .texts("pending", pending, Checks::line)
                .json();
    }

    @Override
    String key() {
        return "command";
    }

    /** Form and symbol. */
    @Extension
    @Symbol("command")
    public static final class DescriptorImpl extends Descriptor<MigrationEntry> {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.CommandMigration_displayName();
        }

        @POST
        public FormValidation doCheckService(@QueryParameter String value) {
            return Forms.required(value, text -> Names.name("service", text));
        }

        @POST
        public FormValidation doCheckArgv(@QueryParameter String value) {
            return Forms.required(value, text -> text);
        }

        @POST
        public FormValidation doCheckTimeout(@QueryParameter String value) {
            return Forms.duration(value);
        }
    }
}
