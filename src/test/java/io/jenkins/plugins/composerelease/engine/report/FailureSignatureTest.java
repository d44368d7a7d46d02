package io.jenkins.plugins.composerelease.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class FailureSignatureTest {
    private static final Run RUN = new Run("shop #1", Optional.empty(), Optional.empty(), Optional.empty());

    @Test
    public void doesNotDependOnWhatDiffersFromRunToRun() {
        List<String> same = List.of(
                "Service 'api' was not healthy after 60 s at 2026-11-01T12:00:00.123Z (container 4f5a6b7c8d9e, /tmp/run-1/x).",
                "Service 'api' was not healthy after 61.5 s at 2027-01-31 23:59:59 (container 0a1b2c3d4e5f67, /tmp/q).",
                "Service 'api' was not healthy after 2 min 5 s at 2027-01-31T23:59:59+02:00 (container aaaaaaa1, /tmp/q/r/s).",
                "Service 'api' was not healthy  after 1 min\nat 2026-11-01 (container 1234567, /var/tmp/y).");
        assertThat(same).extracting(FailureSignature::normalise).containsOnly(FailureSignature.normalise(same.get(0)));
        assertThat(FailureSignature.normalise(same.get(0)))
                .isEqualTo("Service 'api' was not healthy after <duration> at <time> (container <n>, <path>).");
    }

    @Test
    public void takesAnyRevisionOfAReleaseForOne() {
        String message = "Release 20261122T015346910Z-%s failed with image shop:%s.";
        assertThat(List.of("6361933", "8e5c7e1", "1234567"))
                .extracting(revision -> FailureSignature.normalise(message.formatted(revision, revision)))
                .containsOnly("Release <release> failed with image shop:<n>.");
        assertThat(FailureSignature.normalise("20261122T015346910Z-defaced")).isEqualTo("<release>");
    }

    @Test
    public void replacesIdsDigestsPortsAndWorkspaces() {
        assertThat(FailureSignature.normalise("pull x@sha256:" + "ab1".repeat(21) + "f from 10.0.0.1:5000"))
                .isEqualTo("pull x@<id> from <n>:<n>");
        assertThat(FailureSignature.normalise("at 0x7fff12ab in 123e4567-e89b-12d3-a456-426614174000"))
                .isEqualTo("at <id> in <id>");
        assertThat(FailureSignature.normalise("no file '/var/lib/ci/workspace/shop@2/a.yaml' at 12:30:01"))
                .isEqualTo("no file '<path>' at <time>");
        assertThat(FailureSignature.normalise("a defaced facade is words")).isEqualTo("a defaced facade is words");
    }

    @Test
    public void tellsDifferentFailuresApart() {
        String base = marker(Scope.target("shop", "production"), "verify", "api", "boom");
        assertThat(marker(Scope.target("shop", "production"), "verify", "api", "boom"))
                .isEqualTo(base);
        assertThat(List.of(
                        marker(Scope.target("shop", "staging"), "verify", "api", "boom"),
                        marker(Scope.target("other", "production"), "verify", "api", "boom"),
                        marker(Scope.target("shop", "production"), "switch", "api", "boom"),
                        marker(Scope.target("shop", "production"), "verify", "web", "boom"),
                        marker(Scope.target("shop", "production"), "verify", "api", "bang"),
                        marker(Scope.stage("shop", "production", "x"), "verify", "api", "boom")))
                .doesNotHaveDuplicates()
                .doesNotContain(base);
    }

    @Test
    public void markerIsAnHtmlComment() {
        assertThat(marker(Scope.stage("shop", "main", "Build"), "Build", "", "boom"))
                .matches("<!-- compose-release:signature:[0-9a-f]{32} -->");
    }

    private static String marker(Scope scope, String phase, String service, String error) {
        Optional<String> name = service.isEmpty() ? Optional.empty() : Optional.of(service);
        return FailureSignature.of(
                        new Failure(scope, phase, name, error, "", Optional.empty(), List.of(), RUN, List.of()))
                .marker();
    }
}
