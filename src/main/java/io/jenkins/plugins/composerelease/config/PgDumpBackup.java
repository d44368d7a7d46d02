package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Names;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A dump of a PostgreSQL database, checked by reading it back. */
public final class PgDumpBackup extends BackupEntry {
    private static final long serialVersionUID = 1L;
    private final String service;
    private final String user;
    private final String database;

    @DataBoundConstructor
    public PgDumpBackup(String service, String user, String database) {
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

    @Override
    ObjectNode backup(RequestSecrets secrets) throws AbortException {
        return new RequestJson("Backup of database '" + database + "'")
                .required("service", service, text -> Names.name("service", text))
                .required("user", user, text -> Names.argument("user", text))
                .required("database", database, text -> Names.argument("database", text))
                .json();
    }

    @Override
    String key() {
        return "pgDump";
    }

    /** Form and symbol. */
    @Extension
    @Symbol("pgDump")
    public static final class DescriptorImpl extends BackupForm {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.PgDumpBackup_displayName();
        }

        @POST
        public FormValidation doCheckUser(@QueryParameter String value) {
            return Forms.required(value, text -> Names.argument("user", text));
        }

        @POST
        public FormValidation doCheckDatabase(@QueryParameter String value) {
            return Forms.required(value, text -> Names.argument("database", text));
        }
    }
}
