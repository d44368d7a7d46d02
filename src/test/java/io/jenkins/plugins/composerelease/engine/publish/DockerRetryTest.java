package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.time.Duration;
import java.util.List;
import org.junit.Test;

public class DockerRetryTest {
    private static final List<String> PASSING = List.of(
            "toomanyrequests: You have reached your pull rate limit.",
            "received unexpected HTTP status: 500 Internal Server Error",
            "error parsing HTTP 429 response body: unexpected end of JSON input: too many requests",
            "unexpected status from PUT request to https://r/v2/x/manifests/y: 503 Service Unavailable",
            "Error response from daemon: login attempt to http://r/v2/ failed with status: 502 Bad Gateway",
            "Error response from daemon: Get \"http://r/v2/\": EOF",
            "Put \"http://r/v2/shop/manifests/x\": read tcp 10.0.0.1:1->10.0.0.2:5000: read: connection reset by peer",
            "Get \"http://r/v2/\": dial tcp 10.0.0.2:5000: connect: connection refused",
            "Get \"https://r/v2/\": net/http: TLS handshake timeout",
            "net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
            "write tcp 10.0.0.1:1->10.0.0.2:5000: write: broken pipe",
            "blob upload unknown to registry",
            "manifest blob unknown: blob unknown to registry",
            "tag does not exist: r/x:_incoming",
            "An image does not exist locally with the tag: r/x");

    private static final List<String> REFUSED = List.of(
            "denied: requested access to the resource is denied",
            "unauthorized: authentication required",
            "no basic auth credentials",
            "Error response from daemon: login attempt to http://r/v2/ failed with status: 401 Unauthorized",
            "unexpected status from PUT request: 403 Forbidden",
            "Error response from daemon: Get \"https://registry-1.docker.io/v2/\": unauthorized: incorrect username or"
                    + " password");

    private static final List<String> OTHERS = List.of(
            "Get \"https://r/v2/\": http: server gave HTTP response to HTTPS client",
            "x509: certificate signed by unknown authority",
            "dial tcp: lookup r.example.com: no such host",
            "manifest invalid: 4294295031 bytes at 500");

    private final RecordingLog log = new RecordingLog();
    private final DockerRetry retry = new DockerRetry(log, Duration.ofMillis(1));

    @Test
    public void triesAgainWhatMayPass() {
        for (String said : PASSING) {
            assertThatCode(() -> pause(said, 1)).as(said).doesNotThrowAnyException();
        }
        assertThat(log.lines())
                .hasSize(PASSING.size())
                .contains("progress: Docker could not go on: " + PASSING.get(0) + "; trying again in 0.0 s (2 of 5)");
    }

    @Test
    public void endsWithTheRegistrysNoAtOnce() {
        for (String said : REFUSED) {
            assertThatThrownBy(() -> pause(said, 1))
                    .as(said)
                    .isInstanceOfSatisfying(CommandFailedException.class, e -> assertThat(e.exitCode())
                            .isEqualTo(ExitCode.PUBLISH_REFUSED.code()))
                    .hasMessageContaining("Check the username and password");
        }
    }

    @Test
    public void endsWithAnythingElseAsItWas() {
        for (String said : OTHERS) {
            assertThatThrownBy(() -> pause(said, 1))
                    .as(said)
                    .isInstanceOfSatisfying(CommandFailedException.class, e -> assertThat(e.exitCode())
                            .isEqualTo(ExitCode.FAILED.code()));
        }
    }

    @Test
    public void endsAfterFiveTriesAndBeforeTheDeadline() {
        assertThatThrownBy(() -> pause(PASSING.get(0), 5)).hasMessage("failed");
        DockerRetry patient = new DockerRetry(log, Duration.ofMinutes(1));
        assertThatThrownBy(() -> patient.pause(failure("EOF", 1), "", 1, Deadline.in(Duration.ofSeconds(5))))
                .hasMessage("failed");
    }

    @Test
    public void doesNotRepeatWhatWasStoppedAtItsDeadline() {
        assertThatThrownBy(() -> retry.pause(failure("EOF", -1), "EOF", 1, Deadline.in(Duration.ofMinutes(1))))
                .hasMessage("failed");
    }

    @Test
    public void goesByTheErrorWhereThatIsKnown() {
        assertThatThrownBy(() -> retry.pause(
                        failure("retrying after EOF", 1), "denied: no\n", 1, Deadline.in(Duration.ofMinutes(1))))
                .hasMessageContaining("Check the username");
    }

    private void pause(String said, int attempt) {
        retry.pause(
                failure("The push refers to repository [r/x]\n" + said, 1),
                "",
                attempt,
                Deadline.in(Duration.ofMinutes(1)));
    }

    private static CommandFailedException failure(String tail, int exitCode) {
        return new CommandFailedException(ExitCode.FAILED, "failed", "", exitCode, tail, null);
    }
}
