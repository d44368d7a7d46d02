package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Guards;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.testing.FakeHost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class PublishedPortsTest {
    private static final String INSPECTED = """
            [{"Config":{"Labels":{"com.docker.compose.service":"proxy"}},
              "HostConfig":{"NetworkMode":"shop_default","PortBindings":{"443/tcp":[{"HostIp":"","HostPort":"443"}]}}},
             {"Config":{"Labels":{"com.docker.compose.service":"db"}},
              "HostConfig":{"NetworkMode":"shop_default","PortBindings":{"5432/tcp":[{"HostIp":"0.0.0.0","HostPort":""}]}}},
             {"Config":{"Labels":{"com.docker.compose.service":"agent"}},"HostConfig":{"NetworkMode":"host"}},
             {"Config":{"Labels":{"com.docker.compose.service":"web"}},"HostConfig":{"NetworkMode":"shop_default"}}]
            """;

    @Test
    public void refusesOthersThanTheIntendedServices() {
        assertThatThrownBy(() -> PublishedPorts.require(new Inspected(), publishing("proxy", "agent")))
                .isInstanceOfSatisfying(ReleaseException.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCode.VERIFICATION_FAILED.code()))
                .hasMessageContaining("db=[0.0.0.0: for 5432/tcp]")
                .hasMessageNotContaining("443");
        assertThatThrownBy(() -> PublishedPorts.require(new Inspected(), publishing("proxy", "db")))
                .hasMessageContaining("agent=[the host's network]");
    }

    @Test
    public void takesWhatIsIntendedAndAsksNothingWithoutARule() {
        PublishedPorts.require(new Inspected(), publishing("proxy", "db", "agent", "not-there"));
        Inspected host = new Inspected();
        PublishedPorts.require(host, publishing());
        assertThat(host.asked).isZero();
    }

    private static Target publishing(String... services) {
        return PreflightTest.target(List.of(), Target.AtRest.MEMORY)
                .with(new Guards(List.of(services), Optional.empty()));
    }

    private static final class Inspected extends FakeHost {
        private int asked;

        @Override
        public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
            asked++;
            boolean list = !command.argv().contains("inspect");
            return new CommandResult(0, list ? "c1\nc2\nc3\nc4\n" : INSPECTED, "", Duration.ZERO);
        }
    }
}
