package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.composerelease.credentials.CredentialBoxes;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.io.Serializable;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A command that is run once in a target's life. */
public final class FirstRunEntry implements Describable<FirstRunEntry>, RequestPart, Serializable {
    private static final long serialVersionUID = 1L;
    private final String service;
    private final List<String> argv;
    private String name;
    private String credentialsId;

    @DataBoundConstructor
    public FirstRunEntry(String service, List<String> argv) {
        this.service = Util.fixEmptyAndTrim(service);
        this.argv = Lines.of(argv);
    }

    public String getService() {
        return service;
    }

    public List<String> getArgv() {
        return Lines.copy(argv);
    }

    /** What it is remembered under; null means the default. */
    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    /** Credential whose password or text it reads on standard input; null means nothing. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    @Override
    public ObjectNode request(RequestSecrets secrets) throws AbortException {
        String part = "First run in service '" + service + "'";
        if (argv.isEmpty()) {
            throw new AbortException(part + ": argv is empty. Give the command, an argument an entry.");
        }
        return new RequestJson(part)
                .text("name", name, text -> Names.name("first run", text))
                .required("service", service, text -> Names.name("service", text))
                .texts("argv", argv, Checks::line)
                .reference("stdin", credentialsId, RequestSecrets.PASSWORD_OR_TEXT, secrets, "first run's input")
                .json();
    }

    /** Form and symbol. */
    @Extension
    @Symbol("firstRun")
    public static final class DescriptorImpl extends Descriptor<FirstRunEntry> {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.FirstRunEntry_displayName();
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
        public FormValidation doCheckName(@QueryParameter String value) {
            return Forms.optional(value, text -> Names.name("first run", text));
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return CredentialBoxes.fill(item, credentialsId, "password", "text");
        }
    }
}
