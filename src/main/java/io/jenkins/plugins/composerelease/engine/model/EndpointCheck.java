package io.jenkins.plugins.composerelease.engine.model;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that proves a release works. Redirects are not followed.
 *
 * @param url {@code http} or {@code https} URL
 * @param status expected status code
 * @param body regular expression that the body must contain
 * @param headers request headers
 * @param from where the request starts: {@code agent} (this machine), {@code target} (the URL's host as the target
 *     sees it) or {@code service} (the URL's host is a compose service, reached at its container)
 * @param retries tries in all, at least 1
 * @param interval pause between tries
 */
public record EndpointCheck(
        String url,
        int status,
        Optional<String> body,
        Map<String, String> headers,
        From from,
        int retries,
        Duration interval) {

    /** Where a request starts. */
    public enum From {
        AGENT,
        TARGET,
        SERVICE;

        /** As it is written: {@code agent}, {@code target}, {@code service}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public EndpointCheck {
        headers = Map.copyOf(headers);
        if (!url.matches("https?://[^\\s\\p{Cntrl}]+")) {
            throw new InvalidInputException(
                    "'" + Text.printable(url) + "' is not an HTTP URL.", "Start it with http:// or https://.");
        }
        if (status < 100 || status > 599) {
            throw new InvalidInputException("status " + status + " is not valid.", "Use 100 to 599.");
        }
        if (retries < 1 || interval.isNegative()) {
            throw new InvalidInputException(
                    "retries " + retries + " with interval " + interval + " is not valid.", "Use at least one try.");
        }
    }
}
