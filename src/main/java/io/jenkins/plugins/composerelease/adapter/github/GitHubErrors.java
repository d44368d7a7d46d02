package io.jenkins.plugins.composerelease.adapter.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.IssueTracker.UnavailableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.github.HttpException;

/** Says what went wrong at GitHub and what to do about it. */
final class GitHubErrors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final GitHubSettings settings;

    GitHubErrors(GitHubSettings settings) {
        this.settings = settings;
    }

    /**
     * @param tried what was tried, for example {@code open an issue}
     */
    ReleaseException of(String tried, IOException e) {
        String message = "Could not " + tried + " in GitHub repository '" + settings.repository() + "': ";
        if (e instanceof GitHubLimits.LimitException) {
            return failed(
                    message + e.getMessage() + ".", "Wait for that long, or use a token of its own for releases.", e);
        }
        if (e instanceof FileNotFoundException) {
            return failed(
                    message + "there is no such repository or issue for this token (404).",
                    "Check the name, and that the token may see the repository.",
                    e);
        }
        int status = e instanceof HttpException http ? http.getResponseCode() : -1;
        String said = status < 0 ? Text.printable(String.valueOf(e.getMessage())) : said(e.getMessage());
        return switch (status) {
            case 401 ->
                failed(
                        message + "the token was not accepted (401, '" + said + "').",
                        "Give a token that is valid and has not expired.",
                        e);
            case 403 ->
                failed(
                        message + "the token may not do that (403, '" + said + "').",
                        "Give it read and write permission for the repository's issues.",
                        e);
            case 410 ->
                failed(
                        message + "issues are disabled there (410, '" + said + "').",
                        "Enable them in the repository's settings, or report to another repository.",
                        e);
            case 400, 413, 422 ->
                new InvalidInputException(
                        message + "GitHub refused it (" + status + ", '" + said + "').",
                        "Check the labels and assignees that are configured.",
                        e);
            default ->
                status >= 500 || status < 0
                        ? new UnavailableException(
                                message + "no answer but '" + said + "'" + (status < 0 ? "." : " (" + status + ")."),
                                "Check that " + settings.apiUrl() + " can be reached from here.",
                                e)
                        : failed(
                                message + "unexpected answer (" + status + ", '" + said + "').",
                                "Check the API address.",
                                e);
        };
    }

    private static ReleaseException failed(String message, String advice, IOException cause) {
        return new ReleaseException(ExitCode.FAILED, message, advice, cause);
    }

    /** GitHub's message and what it says about single fields. */
    private static String said(String body) {
        try {
            JsonNode json = JSON.readTree(String.valueOf(body));
            if (json == null || !json.hasNonNull("message")) {
                return Text.printable(String.valueOf(body));
            }
            List<String> parts = new ArrayList<>(List.of(json.get("message").asText()));
            for (JsonNode error : json.path("errors")) {
                parts.add(
                        error.isTextual()
                                ? error.asText()
                                : error.path("message")
                                        .asText((error.path("field").asText() + " "
                                                        + error.path("code").asText() + " "
                                                        + error.path("value").asText())
                                                .strip()));
            }
            return Text.printable(String.join(": ", parts));
        } catch (JsonProcessingException e) {
            return Text.printable(body);
        }
    }
}
