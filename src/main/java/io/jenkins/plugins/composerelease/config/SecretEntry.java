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
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A secret of the application, from a credential: a file under {@code /run/secrets}, a variable, or a file of variables. */
public final class SecretEntry implements Describable<SecretEntry>, RequestPart, Serializable {
    private static final long serialVersionUID = 1L;
    private final String credentialsId;
    private String env;
    private String file;
    private boolean dotenv;
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

    /** Whether it is a file of variables, each of which is a secret. */
    public boolean isDotenv() {
        return dotenv;
    }

    @DataBoundSetter
    public void setDotenv(boolean dotenv) {
        this.dotenv = dotenv;
    }

    public String getPart() {
        return part;
    }

    @DataBoundSetter
    public void setPart(String part) {
        this.part = Util.fixEmptyAndTrim(part);
    }

    /** {@code file}, {@code env} or {@code dotenv}, where the value is, and what it is called. */
    @Override
    public ObjectNode request(RequestSecrets secrets) throws AbortException {
        return request(secrets, "secret " + use());
    }

    /**
     * @param use what it is for, for the log
     */
    ObjectNode request(RequestSecrets secrets, String use) throws AbortException {
        String part = "Secret of credential '" + credentialsId + "'";
        RequestJson json = new RequestJson(part);
        requireOneKind(part);
        json.text("file", file, name -> Names.name("secret", name));
        json.text("env", env, name -> Names.variable("secret", name));
        if (credentialsId == null) {
            throw new AbortException(part + ": credentialsId is missing. Name the credential of the " + use + ".");
        }
        RequestSecrets.Value value =
                dotenv ? secrets.variables(credentialsId, this.part) : secrets.value(credentialsId, this.part, use);
        ObjectNode request = json.json();
        if (dotenv) {
            request.put("dotenv", true);
        }
        if (!value.hidden()) {
            request.put("open", true);
        }
        return request.put("value", value.reference()).put("credential", Text.printable(credentialsId));
    }

    private void requireOneKind(String part) throws AbortException {
        List<String> given = new ArrayList<>();
        if (file != null) {
            given.add("file");
        }
        if (env != null) {
            given.add("env");
        }
        if (dotenv) {
            given.add("dotenv");
        }
        if (given.size() != 1) {
            throw new AbortException(part + " has "
                    + (given.isEmpty() ? "none of file, env and dotenv" : String.join(" and ", given))
                    + ", expected one of them. Use file for a compose secret, env for a variable, dotenv: true for a file of"
                    + " variables.");
        }
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
