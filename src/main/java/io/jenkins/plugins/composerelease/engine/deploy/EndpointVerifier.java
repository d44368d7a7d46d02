package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.migrate.ServiceAddress;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck.From;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.HttpUrl;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.wait.ExpectedAnswer;
import io.jenkins.plugins.composerelease.engine.wait.HttpProbe;
import io.jenkins.plugins.composerelease.engine.wait.HttpProbe.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Proves with requests that a release answers as it should, from this machine or from where the application runs. */
public final class EndpointVerifier {
    private static final Duration TRY = Duration.ofSeconds(10);

    private final Optional<Host> host;
    private final String project;
    private final ReleaseLog log;

    /**
     * @param host the target, for checks from {@code target} and {@code service}
     * @param project compose project of the services
     */
    public EndpointVerifier(Host host, String project, ReleaseLog log) {
        this.host = Optional.of(host);
        this.project = project;
        this.log = log;
    }

    /** For checks from {@code agent} alone. */
    public EndpointVerifier(ReleaseLog log) {
        this.host = Optional.empty();
        this.project = "";
        this.log = log;
    }

    /**
     * Tries until the answer is the expected one; a try takes 10 s at most.
     *
     * @throws ReleaseException with exit code VERIFICATION_FAILED when no try got it
     * @throws InvalidInputException if URL, header or regular expression is malformed
     */
    public void verify(EndpointCheck check) {
        HttpUrl url = HttpUrl.parse(check.url());
        ExpectedAnswer expected =
                new ExpectedAnswer(check.status(), check.body().map(EndpointVerifier::pattern));
        requireHeaders(check);
        Deadline age = Deadline.in(Duration.ZERO);
        for (int attempt = 1; ; attempt++) {
            AtomicReference<Answer> last = new AtomicReference<>();
            Optional<String> missing = expected.missing(() -> {
                last.set(answer(check, url));
                return last.get();
            });
            if (missing.isEmpty()) {
                requireValid(check, last.get());
                log.progress("GET " + check.url() + " from " + from(check) + " answered " + check.status() + " ("
                        + tries(attempt) + ", " + Text.elapsed(age.elapsed()) + ")");
                return;
            }
            if (attempt == check.retries()) {
                throw new ReleaseException(
                        ExitCode.VERIFICATION_FAILED,
                        "GET '" + check.url() + "' from " + from(check) + " " + missing.get() + " (" + tries(attempt)
                                + " in " + Text.elapsed(age.elapsed()) + ").",
                        "Look at the service's log; raise retries or interval if it only needs longer.");
            }
            pause(check);
        }
    }

    /** Trying again makes no certificate valid for longer. */
    private void requireValid(EndpointCheck check, Answer answer) {
        int left = answer.validUntil()
                .map(end -> (int) Duration.between(Instant.now(), end).toDays())
                .orElse(Integer.MAX_VALUE);
        if (check.tlsDays().isPresent() && left < check.tlsDays().get()) {
            throw new ReleaseException(
                    ExitCode.VERIFICATION_FAILED,
                    "The certificate of '" + check.url() + "' from " + from(check) + " is valid for "
                            + Text.count(left, "day") + " more, expected at least "
                            + check.tlsDays().get() + ".",
                    "Renew it; the server may have to be told to load the new one.");
        }
    }

    private Answer answer(EndpointCheck check, HttpUrl url) throws IOException {
        Deadline deadline = Deadline.in(TRY);
        if (check.from() == From.AGENT) {
            return HttpProbe.get(url, url.host(), url.port(), check.headers(), deadline);
        }
        String address = url.host();
        if (check.from() == From.SERVICE) {
            address = ServiceAddress.find(target(check), project, address, deadline)
                    .orElseThrow(() -> new IOException("service '" + url.host() + "' has no running container"));
        }
        try (Host.Forward forward = target(check).forward(address, url.port(), deadline)) {
            return HttpProbe.get(url, forward.address(), forward.port(), check.headers(), deadline);
        }
    }

    private Host target(EndpointCheck check) {
        return host.orElseThrow(() -> new InvalidInputException(
                "The check of '" + check.url() + "' starts from " + label(check) + ", but there is no target here.",
                "Use from: agent."));
    }

    private String from(EndpointCheck check) {
        return host.filter(h -> check.from() != From.AGENT)
                .map(h -> label(check) + " on '" + h.place() + "'")
                .orElse("this machine");
    }

    private static String label(EndpointCheck check) {
        return check.from() == From.SERVICE
                ? "a service's network"
                : check.from().toString();
    }

    private static String tries(int count) {
        return count == 1 ? "1 try" : count + " tries";
    }

    private static void pause(EndpointCheck check) {
        try {
            TimeUnit.NANOSECONDS.sleep(check.interval().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseException(
                    ExitCode.VERIFICATION_FAILED, "The check of '" + check.url() + "' was interrupted.", "", e);
        }
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new InvalidInputException(
                    "body '" + Text.printable(regex) + "' is not a regular expression: " + e.getDescription() + ".",
                    "Correct it; '\\Q...\\E' quotes text.",
                    e);
        }
    }

    private static void requireHeaders(EndpointCheck check) {
        check.headers().forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || value.chars().anyMatch(Character::isISOControl)) {
                throw new InvalidInputException(
                        "Header '" + Text.printable(name) + "' is not valid.",
                        "Names are letters, digits and '-'; values hold no control characters.");
            }
        });
    }
}
