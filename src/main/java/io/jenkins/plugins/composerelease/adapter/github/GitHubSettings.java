package io.jenkins.plugins.composerelease.adapter.github;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Where issues go.
 *
 * @param apiUrl {@code https://api.github.com}, or {@code https://HOST/api/v3} of GitHub Enterprise
 * @param repository {@code owner/name}
 * @param token token that may read and write issues of the repository
 * @param requestTimeout longest time to wait for one answer
 * @param rateLimitWait longest time to wait for GitHub's rate limit to pass; when it needs more, the request fails
 */
public record GitHubSettings(
        String apiUrl, String repository, Secret token, Duration requestTimeout, Duration rateLimitWait) {
    /** The API of github.com. */
    public static final String DEFAULT_API = "https://api.github.com";

    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}");

    public GitHubSettings {
        if (!REPOSITORY.matcher(repository).matches() || repository.matches(".*/\\.{1,2}")) {
            throw new InvalidInputException(
                    "'" + Text.printable(repository) + "' is not a GitHub repository.", "Give it as owner/name.");
        }
        requireUrl(apiUrl);
        if (token.isEmpty() || token.reveal().chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new InvalidInputException(
                    "The GitHub token for '" + repository
                            + "' is empty or holds white space or other characters no token has.",
                    "Check where it is taken from; a file must hold the token alone.");
        }
    }

    /** Settings with a time-out of 30 s for each request and a wait of at most 60 s for the rate limit. */
    public static GitHubSettings of(String apiUrl, String repository, Secret token) {
        Secret stripped = Secret.of(token.reveal().strip());
        return new GitHubSettings(apiUrl, repository, stripped, Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    private static void requireUrl(String url) {
        boolean valid;
        try {
            URI uri = URI.create(url);
            valid = uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            valid = false;
        }
        if (!valid) {
            throw new InvalidInputException(
                    "'" + Text.printable(url) + "' is not the address of a GitHub API.",
                    "Give one like " + DEFAULT_API + ", without a user.");
        }
    }
}
