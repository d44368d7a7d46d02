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
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.io.Serializable;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A secret of the application, from a credential: a file under {@code /run/secrets}, or a variable. */
public final class SecretEntry implements Describable<SecretEntry>, RequestPart, Serializable {
    private static final long serialVersionUID = 1L;
    private final String credentialsId;
    private String env;
    private String file;
    private String part;

    @DataBoundConstructor
    public SecretEntry(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    public String getEnv() {
        return env;
    }

    @DataBoundSetter
    public void setEnv(String env) {
        this.env = Util.fixEmptyAndTrim(env);
    }

    public String getFile() {
        return file;
    }

    @DataBoundSetter
    public void setFile(String file) {
        this.file = Util.fixEmptyAndTrim(file);
    }

    public String getPart() {
        return part;
    }

    @DataBoundSetter
    public void setPart(String part) {
        this.part = Util.fixEmptyAndTrim(part);
    }

    /** {@code file} or {@code env}, and where the value is. */
    @Override
    public ObjectNode request(RequestSecrets secrets) throws AbortException {
        RequestJson json = new RequestJson("Secret of credential '" + credentialsId + "'");
        if ((file == null) == (env == null)) {
            throw new AbortException("Secret of credential '" + credentialsId + "' has "
                    + (file == null ? "neither file nor env" : "file and env")
                    + ", expected one of them. Use file for a compose secret, env for a variable.");
        }
        json.text("file", file, name -> Names.name("secret", name));
        json.text("env", env, name -> Names.variable("secret", name));
        return json.requiredReference("value", credentialsId, part, secrets, "secret " + use())
                .json();
    }

    private String use() {
        return file == null ? "variable " + env : "file " + file;
    }

    /** Form and symbol. */
    @Extension
    @Symbol("secret")
    public static final class DescriptorImpl extends Descriptor<SecretEntry> {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.SecretEntry_displayName();
        }

        @POST
        public FormValidation doCheckFile(@QueryParameter String value) {
            return Forms.optional(value, text -> Names.name("secret", text));
        }

        @POST
        public FormValidation doCheckEnv(@QueryParameter String value) {
            return Forms.optional(value, text -> Names.variable("secret", text));
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return CredentialBoxes.fill(item, credentialsId);
        }

        @POST
        public ListBoxModel doFillPartItems() {
            ListBoxModel box = new ListBoxModel();
            box.add(Messages.SecretEntry_byType(), "");
            CredentialBoxes.parts().forEach(box::add);
            return box;
        }
    }
}
