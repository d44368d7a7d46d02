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

/** A copy of an SQLite database, made by SQLite itself while the application runs. */
public final class SqliteBackup extends BackupEntry {
    private static final long serialVersionUID = 1L;
    private final String service;
    private final String path;

    @DataBoundConstructor
    public SqliteBackup(String service, String path) {
        this.service = Util.fixEmptyAndTrim(service);
        this.path = Util.fixEmptyAndTrim(path);
    }

    public String getService() {
        return service;
    }

    public String getPath() {
        return path;
    }

    @Override
    ObjectNode backup(RequestSecrets secrets) throws AbortException {
        return new RequestJson("Backup of database '" + path + "'")
                .required("service", service, text -> Names.name("service", text))
                .required("path", path, text -> Names.absolutePath("path", text))
                .json();
    }

    @Override
    String key() {
        return "sqlite";
    }

    /** Form and symbol. */
    @Extension
    @Symbol("sqlite")
    public static final class DescriptorImpl extends BackupForm {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.SqliteBackup_displayName();
        }

        @POST
        public FormValidation doCheckPath(@QueryParameter String value) {
            return Forms.required(value, text -> Names.absolutePath("path", text));
        }
    }
}
