package io.jenkins.plugins.composerelease.steps;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.config.GitHubSettings;
import java.io.IOException;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jvnet.hudson.test.JenkinsRule;

/** GitHub's stand-in, and a Jenkins that knows it. */
final class GitHubFixture {
    static final String TOKEN = "ghp_0123456789abcdef";
    static final String REPOSITORY = "acme/shop";

    private GitHubFixture() {}

    static void configure(String apiUrl) throws IOException {
        add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "github-token", "", Secret.fromString(TOKEN)));
        GitHubSettings settings = new GitHubSettings(REPOSITORY, "github-token");
        settings.setApiUrl(apiUrl);
        ComposeReleaseConfiguration.get().setGitHub(settings);
    }

    static GitHubStandIn start() {
        return GitHubStandIn.start(REPOSITORY, TOKEN);
    }

    static void add(Credentials credentials) throws IOException {
        SystemCredentialsProvider.getInstance().getCredentials().add(credentials);
        SystemCredentialsProvider.getInstance().save();
    }

    static WorkflowJob job(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName(name, WorkflowJob.class);
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, name);
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
