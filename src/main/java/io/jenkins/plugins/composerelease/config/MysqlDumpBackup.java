package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.composerelease.credentials.CredentialBoxes;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Names;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A dump of a MySQL or MariaDB database. */
public final class MysqlDumpBackup extends BackupEntry {
    private static final long serialVersionUID = 1L;
    private final String service;
    private final String user;
    private final String database;
    private String credentialsId;

    @DataBoundConstructor
    public MysqlDumpBackup(String service, String user, String database) {
        this.service = Util.fixEmptyAndTrim(service);
        this.user = Util.fixEmptyAndTrim(user);
        this.database = Util.fixEmptyAndTrim(database);
    }

    public String getService() {
        return service;
    }

    public String getUser() {
        return user;
    }

    public String getDatabase() {
        return database;
    }

    /** Credential of the user's password; null where the server lets it in without. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    @Override
    ObjectNode backup(RequestSecrets secrets) throws AbortException {
        return new RequestJson("Backup of database '" + database + "'")
                .required("service", service, text -> Names.name("service", text))
                .required("user", user, text -> Names.argument("user", text))
                .reference("password", credentialsId, RequestSecrets.PASSWORD_OR_TEXT, secrets, "database password")
                .required("database", database, text -> Names.argument("database", text))
                .json();
    }

    @Override
    String key() {
        return "mysqlDump";
    }

    /** Form and symbol. */
    @Extension
    @Symbol("mysqlDump")
    public static final class DescriptorImpl extends BackupForm {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.MysqlDumpBackup_displayName();
        }

        @POST
        public FormValidation doCheckUser(@QueryParameter String value) {
            return Forms.required(value, text -> Names.argument("user", text));
        }

        @POST
        public FormValidation doCheckDatabase(@QueryParameter String value) {
            return Forms.required(value, text -> Names.argument("database", text));
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return CredentialBoxes.fill(item, credentialsId, "password", "text");
        }
    }
}
