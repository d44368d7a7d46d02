package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.AbortException;
import hudson.ProxyConfiguration;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Test connection: reads a repository from the controller, where issues are reported from, and saves nothing. */
final class GitHubTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private GitHubTest() {}

    /** The caller has checked that the user is an administrator. */
    static FormValidation run(GitHubSettings settings) throws InterruptedException {
        try {
            RequestSecrets secrets = RequestSecrets.ofJenkins(TaskListener.NULL, Messages.ConnectionTest_title());
            settings.request(secrets); // checks the values
            return answer(settings, ask(settings, secrets));
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        } catch (IOException e) {
            return FormValidation.error(Messages.GitHubTest_unreachable(
                    settings.getApiUrl(), LIMIT.toSeconds(), e.getClass().getSimpleName()));
        }
    }

    private static HttpResponse<String> ask(GitHubSettings settings, RequestSecrets secrets)
            throws IOException, InterruptedException {
        String token = secrets.text(settings.getCredentialsId(), RequestSecrets.PASSWORD_OR_TEXT, "GitHub token")
                .strip();
        URI uri = URI.create(settings.getApiUrl().replaceFirst("/+$", "") + "/repos/" + settings.getRepository());
        HttpClient client = ProxyConfiguration.newHttpClientBuilder()
                .connectTimeout(LIMIT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(LIMIT)
                .header("Accept", "application/vnd.github+json")
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static FormValidation answer(GitHubSettings settings, HttpResponse<String> response) throws IOException {
        String repository = settings.getRepository();
        if (response.statusCode() != 200) {
            return FormValidation.error(
                    switch (response.statusCode()) {
                        case 401 -> Messages.GitHubTest_token(settings.getApiUrl());
                        case 404 -> Messages.GitHubTest_missing(repository);
                        default -> Messages.GitHubTest_status(repository, response.statusCode());
                    });
        }
        JsonNode answer = new ObjectMapper().readTree(response.body());
        return answer.path("has_issues").asBoolean(true)
                ? FormValidation.ok(Messages.GitHubTest_ok(repository))
                : FormValidation.error(Messages.GitHubTest_noIssues(repository));
    }
}
