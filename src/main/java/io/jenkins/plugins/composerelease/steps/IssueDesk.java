package io.jenkins.plugins.composerelease.steps;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.ProxyConfiguration;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.adapter.github.GitHubIssues;
import io.jenkins.plugins.composerelease.adapter.github.GitHubSettings;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.report.FailureReporter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A step's access to its GitHub repository: what it does not set itself is what the administrator set. */
final class IssueDesk {
    private static final int SHORTEST_SECRET = 3;

    private IssueDesk() {}

    /**
     * A reporter for the step; contacts nobody yet.
     *
     * @param name the step's name, for messages
     * @throws AbortException if the repository, the token or another setting is missing or not valid
     */
    static FailureReporter open(GitHubStep step, StepContext context, String name)
            throws IOException, InterruptedException {
        var global = ComposeReleaseConfiguration.get().getGitHub();
        String repository = or(step.getRepository(), global == null ? null : global.getRepository());
        String credentialsId = or(step.getCredentialsId(), global == null ? null : global.getCredentialsId());
        String apiUrl = or(step.getApiUrl(), global == null ? GitHubSettings.DEFAULT_API : global.getApiUrl());
        require(repository, "repository", name);
        require(credentialsId, "credentialsId", name);
        TaskListener listener = context.get(TaskListener.class);
        RequestSecrets secrets = new RequestSecrets(context.get(Run.class), listener, name);
        if (isAdministrators(step)) {
            secrets = secrets.asAdministrator();
        }
        String token = secrets.text(credentialsId, RequestSecrets.PASSWORD_OR_TEXT, "GitHub token");
        try {
            GitHubSettings settings = GitHubSettings.of(apiUrl, repository, Secret.of(token));
            return new FailureReporter(
                    new GitHubIssues(settings, ProxyConfiguration.newHttpClientBuilder()),
                    mask(context, settings.token()),
                    new ListenerLog(listener),
                    options(step, global));
        } catch (InvalidInputException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** Whoever chooses the address or the repository must not get the administrator's token for it. */
    private static boolean isAdministrators(GitHubStep step) {
        return step.getRepository() == null && step.getApiUrl() == null && step.getCredentialsId() == null;
    }

    private static FailureReporter.Options options(
            GitHubStep step, io.jenkins.plugins.composerelease.config.GitHubSettings global) {
        FailureReporter.Options defaults = FailureReporter.Options.DEFAULT;
        List<String> labels = global == null ? defaults.labels() : global.getLabels();
        List<String> assignees = global == null ? defaults.assignees() : global.getAssignees();
        return new FailureReporter.Options(
                Objects.requireNonNullElse(step.getLabels(), labels),
                Objects.requireNonNullElse(step.getAssignees(), assignees),
                defaults.patience(),
                defaults.pause());
    }

    /**
     * Hides the token, what blocks around the step bind as variables, and whatever else they hide in the log, such as secrets that
     * are files; one that is too short to be hidden cannot be here.
     */
    private static UnaryOperator<String> mask(StepContext context, Secret token)
            throws IOException, InterruptedException {
        List<Secret> secrets = new ArrayList<>(List.of(token));
        EnvironmentExpander expander = context.get(EnvironmentExpander.class);
        EnvVars env = context.get(EnvVars.class);
        if (expander != null && env != null) {
            for (String variable : expander.getSensitiveVariables()) {
                String value = env.get(variable, "").strip();
                if (value.codePointCount(0, value.length()) >= SHORTEST_SECRET) {
                    secrets.add(Secret.of(value));
                }
            }
        }
        Masker masker = Masker.of(secrets);
        LogMask around = LogMask.around(context);
        return text -> around.mask(masker.mask(text));
    }

    private static void require(String value, String parameter, String step) throws AbortException {
        if (value == null || value.isEmpty()) {
            throw new AbortException(step + " has no " + parameter
                    + ", and none is set in Manage Jenkins, System, Compose Release, GitHub. Give it in one of them.");
        }
    }

    private static String or(String own, String configured) {
        return own == null ? configured : own;
    }
}
