package io.jenkins.plugins.composerelease.adapter.github;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.kohsuke.github.GHIOException;
import org.kohsuke.github.GitHubAbuseLimitHandler;
import org.kohsuke.github.GitHubRateLimitHandler;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/** Waits for GitHub's limits to pass, for a bounded time over the life of a client. */
final class GitHubLimits {
    private static final Duration UNKNOWN = Duration.ofSeconds(60);
    private static final Duration LEAST = Duration.ofSeconds(1);
    private final Deadline deadline;

    GitHubLimits(Duration longestWait) {
        this.deadline = Deadline.in(longestWait);
    }

    GitHubRateLimitHandler rate() {
        return new GitHubRateLimitHandler() {
            @Override
            public void onError(GitHubConnectorResponse response) throws IOException {
                await(response);
            }
        };
    }

    GitHubAbuseLimitHandler abuse() {
        return new GitHubAbuseLimitHandler() {
            @Override
            public void onError(GitHubConnectorResponse response) throws IOException {
                await(response);
            }
        };
    }

    private void await(GitHubConnectorResponse response) throws IOException {
        Duration wait = demanded(response);
        if (wait.compareTo(deadline.remaining()) > 0) {
            throw new LimitException(wait);
        }
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GHIOException("interrupted", e);
        }
    }

    private static Duration demanded(GitHubConnectorResponse response) {
        Duration wait = UNKNOWN;
        try {
            if (response.header("Retry-After") != null) {
                wait = Duration.ofSeconds(response.parseInt("Retry-After"));
            } else if (response.header("X-RateLimit-Reset") != null) {
                wait = Duration.between(Instant.now(), Instant.ofEpochSecond(response.parseInt("X-RateLimit-Reset")));
            }
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
        return wait.compareTo(LEAST) < 0 ? LEAST : wait;
    }

    /** The limit lasts longer than we wait. */
    static final class LimitException extends GHIOException {
        private static final long serialVersionUID = 1L;

        LimitException(Duration wait) {
            super("rate limit, free again in " + Text.elapsed(wait));
        }
    }
}
