package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an HTTP request is to get.
 *
 * @param status status code
 * @param body what the body must contain
 */
public record ExpectedAnswer(int status, Optional<Pattern> body) {
    /** Sends the request. */
    public interface Request {
        HttpProbe.Answer send() throws IOException;
    }

    /** What came instead, as it follows the URL in a message; empty when it is the expected answer. */
    public Optional<String> missing(Request request) {
        HttpProbe.Answer answer;
        try {
            answer = request.send();
        } catch (ConnectException e) {
            return Optional.of("got no answer: connection refused, expected status " + status);
        } catch (IOException e) {
            return Optional.of(
                    "got no answer: " + Text.printable(String.valueOf(e.getMessage())) + ", expected status " + status);
        }
        String begins = answer.body().isBlank()
                ? "; its body is empty"
                : "; its body begins '" + Text.printable(answer.body().strip()) + "'";
        if (answer.status() != status) {
            return Optional.of("answered status " + answer.status() + ", expected " + status + begins);
        }
        return body.filter(pattern -> !pattern.matcher(answer.body()).find())
                .map(pattern ->
                        "answered status " + status + ", but its body does not match '" + pattern + "'" + begins);
    }
}
