package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.testing.FakeHost;
import io.jenkins.plugins.composerelease.testing.SilentLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class RegistryReachTest {
    private static final List<ImageReference> MISSING = List.of(
            ImageReference.parse("r.example:5000/web@sha256:" + "1".repeat(64)),
            ImageReference.parse("r.example:5000/api@sha256:" + "2".repeat(64)));

    @Test
    public void registryThatHasNoSuchImageIsReached() {
        assertThat(problems("Error response from daemon: manifest for r.example:5000/web@sha256:000 not found: "
                        + "manifest unknown: manifest unknown"))
                .isEmpty();
        assertThat(problems("WARNING! Your credentials are stored unencrypted in '/dev/shm/x/config.json'.\n"
                        + "Configure a credential helper to remove this warning. See\n"
                        + "https://docs.docker.com/go/credential-store/\n"
                        + "Error response from daemon: manifest unknown"))
                .isEmpty();
        assertThat(problems("failed to resolve reference \"r.example:5000/web@sha256:000\": not found"))
                .isEmpty();
    }

    @Test
    public void saysWhatKeepsTheEngineFromPulling() {
        List.of(
                        "Error response from daemon: unauthorized: authentication required",
                        "Get \"https://r.example:5000/v2/\": dial tcp 10.0.0.1:5000: connect: connection refused",
                        "Get \"https://r.example:5000/v2/\": x509: certificate signed by unknown authority",
                        "http: server gave HTTP response to HTTPS client",
                        "Get \"https://r.example/v2/\": lookup r.example on 10.0.0.2:53: no such host")
                .forEach(said -> assertThat(problems(said)).containsOnlyKeys("r.example:5000"));
        assertThat(problems("Error response from daemon: unauthorized:\n  authentication required"))
                .containsValue("Error response from daemon: unauthorized: authentication required");
    }

    @Test
    public void eachRegistryIsAskedOnce() {
        Engine engine = new Engine("not found");
        RegistryReach.problems(engine, MISSING, Optional.empty(), new SilentLog());
        assertThat(engine.pulls).isEqualTo(1);
        RegistryReach.problems(engine, List.of(), Optional.empty(), new SilentLog());
        assertThat(engine.pulls).isEqualTo(1);
    }

    private static Map<String, String> problems(String said) {
        return RegistryReach.problems(new Engine(said), MISSING, Optional.empty(), new SilentLog());
    }

    /** An engine that has no image and gets one answer to each pull. */
    private static final class Engine extends FakeHost {
        private final String said;
        private int pulls;

        Engine(String said) {
            this.said = said;
        }

        @Override
        public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
            boolean pull = command.purpose().startsWith("pull");
            pulls += pull ? 1 : 0;
            return new CommandResult(1, "", pull ? said : "no such image", Duration.ZERO);
        }
    }
}
