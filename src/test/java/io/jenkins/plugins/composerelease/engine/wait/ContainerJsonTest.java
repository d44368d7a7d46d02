package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class ContainerJsonTest {

    @Test
    public void readsAContainer() {
        ContainerState state = Inspected.withHealth("running", "starting", 3);

        assertThat(state.name()).isEqualTo("shop-api-1");
        assertThat(state.service()).isEqualTo("api");
        assertThat(state.details().startedAt()).isEqualTo(Instant.parse(Inspected.START));
        assertThat(state.ports()).containsExactly(new PublishedPort(8000, "tcp", "127.0.0.1", 32768));
        assertThat(state.details().probes()).containsExactly("exit code 0", "exit code 7: connection refused");
        assertThat(state.describe())
                .isEqualTo("starting, 3 of 5 probes failed, the last with exit code 7: connection refused");
        assertThat(state.toString()).doesNotContain("geheim");
    }

    @Test
    public void tellsARunThatEndedFromOneThatGoesOn() {
        assertThat(Inspected.api("restarting", 3, 2).ended()).isEqualTo(Optional.of(3));
        assertThat(Inspected.api("restarting", 3, 2).describe()).isEqualTo("restarting with code 3, 2 restarts");
        assertThat(Inspected.api("running", 0, 0).ended()).isEmpty();
    }

    @Test
    public void readsAnEventWithOrWithoutTheOldFields() {
        String actor = "\"Type\":\"container\",\"Action\":\"health_status: healthy\",\"Actor\":{\"ID\":\"ffd1\","
                + "\"Attributes\":{\"exitCode\":\"7\",\"name\":\"shop-db-1\",\"com.docker.compose.project\":\"shop\",\"com.docker.compose.oneoff\":\"False\",\"com.docker.compose.service\":\"db\"}},"
                + "\"scope\":\"local\",\"time\":1795260501,\"timeNano\":1795260501295251373}";
        ContainerEvent expected = new ContainerEvent(
                "ffd1",
                "shop-db-1",
                "shop",
                "db",
                "health_status: healthy",
                7,
                Instant.parse("2026-11-21T11:28:21.295251373Z"));

        assertThat(ContainerJson.event("{" + actor)).contains(expected);
        assertThat(ContainerJson.event("{\"status\":\"health_status: healthy\",\"id\":\"ffd1\"," + actor))
                .contains(expected);
        assertThat(ContainerJson.event("{" + actor.replace("\"False\"", "\"True\"")))
                .isEmpty();
        assertThat(ContainerJson.event("{\"cut off")).isEmpty();
    }

    @Test
    public void quotesNothingOfWhatItCannotRead() {
        ReleaseException failure =
                catchThrowableOfType(ReleaseException.class, () -> ContainerJson.containers("[geheim"));

        assertThat(failure)
                .hasMessageContaining("is not JSON")
                .hasMessageNotContaining("geheim")
                .hasNoCause();
    }

    @Test
    public void leavesNothingOfACharacterThatDockerCutBetweenASecretAndTheMark() {
        Masker masker = Masker.of(List.of(Secret.of("geheimes-pässwört-😀-99")));
        for (String left : List.of("geheimes-p\ufffd", "geheimes-pässwört-\ufffd\ufffd\ufffd", "geheimes-pässw")) {
            String inspect =
                    "[{\"State\": {\"Health\": {\"Log\": [{\"ExitCode\": 1, \"Output\": \"no: " + left + "...\"}]}}}]";

            String probe =
                    ContainerJson.containers(inspect).get(0).details().probes().get(0);

            assertThat(masker.mask(probe)).isEqualTo("exit code 1: no: ****...");
        }
    }

    @Test
    public void readsTheAddressesOfEveryNetwork() {
        String inspect = """
                [{"Id": "a", "NetworkSettings": {"Networks": {
                  "front": {"IPAddress": "172.20.0.2", "GlobalIPv6Address": ""},
                  "back": {"IPAddress": "", "GlobalIPv6Address": "fd00::2"}}}}]
                """;

        assertThat(ContainerJson.containers(inspect).get(0).details().addresses())
                .containsExactly("172.20.0.2", "fd00::2");
    }
}
