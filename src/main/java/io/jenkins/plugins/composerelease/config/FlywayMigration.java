package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.composerelease.credentials.CredentialBoxes;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Flyway migrations from SQL files in the workspace. */
public final class FlywayMigration extends MigrationEntry {
    private static final long serialVersionUID = 1L;
    private final String url;
    private final List<String> locations;
    private String service;
    private String user;
    private String credentialsId;
    private boolean outOfOrder;
    private Boolean placeholderReplacement = true; // null in a target saved before there was a choice
    private List<String> placeholders = new ArrayList<>();

    @DataBoundConstructor
    public FlywayMigration(List<String> locations, String url) {
        this.locations = Lines.of(locations);
        this.url = Util.fixEmptyAndTrim(url);
    }

    public String getUrl() {
        return url;
    }

    public List<String> getLocations() {
        return Lines.copy(locations);
    }

    public String getService() {
        return service;
    }

    @DataBoundSetter
    public void setService(String service) {
        this.service = Util.fixEmptyAndTrim(service);
    }

    public String getUser() {
        return user;
    }

    @DataBoundSetter
    public void setUser(String user) {
        this.user = Util.fixEmptyAndTrim(user);
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public boolean isOutOfOrder() {
        return outOfOrder;
    }

    @DataBoundSetter
    public void setOutOfOrder(boolean outOfOrder) {
        this.outOfOrder = outOfOrder;
    }

    public boolean isPlaceholderReplacement() {
        return placeholderReplacement == null || placeholderReplacement;
    }

    @DataBoundSetter
    public void setPlaceholderReplacement(boolean placeholderReplacement) {
        this.placeholderReplacement = placeholderReplacement;
    }

    /** {@code NAME=value} entries. */
    public List<String> getPlaceholders() {
        return Lines.copy(placeholders);
    }

    @DataBoundSetter
    public void setPlaceholders(List<String> placeholders) {
        this.placeholders = Lines.of(placeholders);
    }

    @Override
    ObjectNode migration(RequestSecrets secrets) throws AbortException {
        String name = "Migration with Flyway";
        if (locations.isEmpty()) {
            throw new AbortException(name + ": locations is empty. Name a directory of SQL migrations.");
        }
        RequestJson json = new RequestJson(name)
                .texts("locations", locations, Checks::path)
                .required("url", url, Checks::jdbcUrl)
                .text("service", service, text -> Names.name("service", text));
        String from =
                user == null && credentialsId != null ? secrets.text(credentialsId, "username", "database user") : user;
        if (outOfOrder) {
            json.bool("outOfOrder", true);
        }
        if (!isPlaceholderReplacement()) {
            json.bool("placeholderReplacement", false);
        }
        json.pairs("placeholders", getPlaceholders(), key -> Names.name("placeholder", key), Checks::line);
        return json.text("user", from, text -> Names.argument("user", text))
                .reference("password", credentialsId, RequestSecrets.PASSWORD_OR_TEXT, secrets, "database password")
                .json();
    }

    @Override
    String key() {
        return "flyway";
    }

    /** Form and symbol. */
    @Extension
    @Symbol("flyway")
    public static final class DescriptorImpl extends Descriptor<MigrationEntry> {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.FlywayMigration_displayName();
        }

        @POST
        public FormValidation doCheckLocations(@QueryParameter String value) {
            return Forms.lines(value, Checks::path);
        }

        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            return Forms.required(value, Checks::jdbcUrl);
        }

        @POST
        public FormValidation doCheckService(@QueryParameter String value) {
            return Forms.optional(value, text -> Names.name("service", text));
        }

        @POST
        public FormValidation doCheckPlaceholders(@QueryParameter String value) {
            return Forms.pairs(value, name -> Names.name("placeholder", name));
        }

        @POST
        public FormValidation doCheckTimeout(@QueryParameter String value) {
            return Forms.duration(value);
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return CredentialBoxes.fill(item, credentialsId, "password", "text");
        }
    }
}
