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
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Where failures are reported. */
public final class GitHubSettings implements Describable<GitHubSettings>, RequestPart, Serializable {
    private static final long serialVersionUID = 1L;
    /** The API of github.com. */
    public static final String PUBLIC_API = "https://api.github.com";

    private final String repository;
    private final String credentialsId;
    private String apiUrl = PUBLIC_API;
    private List<String> labels = Lines.of(List.of("bug"));
    private List<String> assignees = new ArrayList<>();

    @DataBoundConstructor
    public GitHubSettings(String repository, String credentialsId) {
        this.repository = Util.fixEmptyAndTrim(repository);
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public String getRepository() {
        return repository;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    public String getApiUrl() {
        return apiUrl;
    }

    @DataBoundSetter
    public void setApiUrl(String apiUrl) {
        this.apiUrl = Lines.or(apiUrl, PUBLIC_API);
    }

    public List<String> getLabels() {
        return Lines.copy(labels);
    }

    @DataBoundSetter
    public void setLabels(List<String> labels) {
        this.labels = Lines.of(labels);
    }

    public List<String> getAssignees() {
        return Lines.copy(assignees);
    }

    @DataBoundSetter
    public void setAssignees(List<String> assignees) {
        this.assignees = Lines.of(assignees);
    }

    @Override
    public ObjectNode request(RequestSecrets secrets) throws AbortException {
        return new RequestJson("GitHub repository '" + repository + "'")
                .required("repository", repository, Checks::repository)
                .text("apiUrl", apiUrl, Checks::httpUrl)
                .texts("labels", labels, Checks::line)
                .texts("assignees", assignees, Checks::line)
                .requiredReference("token", credentialsId, RequestSecrets.PASSWORD_OR_TEXT, secrets, "GitHub token")
                .list("labels", labels) // also when empty: none is not the default
                .json();
    }

    /** Form and symbol. */
    @Extension
    @Symbol("gitHub")
    public static final class DescriptorImpl extends Descriptor<GitHubSettings> {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.GitHubSettings_displayName();
        }

        @POST
        public FormValidation doCheckRepository(@QueryParameter String value) {
            return Forms.required(value, Checks::repository);
        }

        @POST
        public FormValidation doCheckApiUrl(@QueryParameter String value) {
            return Forms.optional(value, Checks::httpUrl);
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return CredentialBoxes.fill(item, credentialsId, "text", "password");
        }

        /** Reads the repository with what the form holds now; saves nothing. */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String repository, @QueryParameter String credentialsId, @QueryParameter String apiUrl)
                throws InterruptedException {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            GitHubSettings settings = new GitHubSettings(repository, credentialsId);
            settings.setApiUrl(apiUrl);
            return GitHubTest.run(settings);
        }
    }
}
