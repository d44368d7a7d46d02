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
 * @param tlsDays days that the certificate must be valid for still, at least 1; only with {@code https}
 */
public record EndpointCheck(
        String url,
        int status,
        Optional<String> body,
        Map<String, String> headers,
        From from,
        int retries,
        Duration interval,
        Optional<Integer> tlsDays) {

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

    /** One that does not look at the certificate's end. */
    public EndpointCheck(
            String url,
            int status,
            Optional<String> body,
            Map<String, String> headers,
            From from,
            int retries,
            Duration interval) {
        this(url, status, body, headers, from, retries, interval, Optional.empty());
    }

    /** The same with as many tries at most. */
    public EndpointCheck within(int tries) {
        return new EndpointCheck(url, status, body, headers, from, Math.min(retries, tries), interval, tlsDays);
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
        if (tlsDays.isPresent() && (tlsDays.get() < 1 || !url.startsWith("https:"))) {
            throw new InvalidInputException(
                    "tlsDays " + tlsDays.get() + " is not valid for '" + Text.printable(url) + "'.",
                    "Use 1 or more days, and an URL that starts with https://.");
        }
        if (retries < 1 || interval.isNegative()) {
            throw new InvalidInputException(
                    "retries " + retries + " with interval " + interval + " is not valid.", "Use at least one try.");
        }
    }
}
