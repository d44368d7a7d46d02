package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What Compose 2.26, 1.29 and Docker 20.10 print. */
public class StartFailureTest {
    private static final ServiceGraph GRAPH = ComposeConfig.services("""
            {"services": {"ok": {"image": "base:1"}, "web": {"image": "registry:5000/gate/none:1"}}}
            """);
    private static final String NO_PULL = "has an image that could not be pulled, 'registry:5000/gate/none:1': "
            + "Head \"http://registry:5000/v2/gate/none/manifests/1\": no basic auth credentials";

    @Test
    public void namesServiceAndImageOfAFailedPull() {
        String error = "Head \"http://registry:5000/v2/gate/none/manifests/1\": no basic auth credentials";

        StartFailure failure = up(
                " ok Pulling \n web Pulling \n web Error " + error + "\nError response from daemon: " + error + "\n");

        assertThat(failure.service()).isEqualTo("web");
        assertThat(failure.reason()).isEqualTo(NO_PULL);
        assertThat(failure.advice()).isEqualTo("Build or publish the image first, or log in to its registry.");
    }

    @Test
    public void namesThemWithOldComposeToo() {
        StartFailure failure = up("Creating network \"gate_default\" with the default driver\n"
                + "Pulling web (registry:5000/gate/none:1)...\n"
                + "Head \"http://registry:5000/v2/gate/none/manifests/1\": no basic auth credentials\n");

        assertThat(failure.service()).isEqualTo("web");
        assertThat(failure.reason()).isEqualTo(NO_PULL);
    }

    @Test
    public void findsTheServiceOfAnImageThatMayNotBePulled() {
        StartFailure failure = up("Error response from daemon: No such image: registry:5000/gate/none:1\n");

        assertThat(failure.service()).isEqualTo("web");
    }

    @Test
    public void namesPortAndContainerWhereAnotherContainerHasThePort() {
        StartFailure failure = up(" Container gate-web-1  Starting\n"
                + "Error response from daemon: driver failed programming external connectivity on endpoint gate-web-1"
                + " (a27734b9d79d): Bind for 127.0.0.1:18311 failed: port is already allocated\n");

        assertThat(failure.container()).isEqualTo("gate-web-1");
        assertThat(failure.port()).contains(18311);
        assertThat(failure.reason())
                .isEqualTo("could not be started, as 127.0.0.1:18311 of the host is already in use");
    }

    @Test
    public void namesPortAndContainerWhereAProcessHasThePort() {
        StartFailure failure = up("ERROR: for web  Cannot start service web: driver failed programming external"
                + " connectivity on endpoint gate_web_1 (a752c2158284): Error starting userland proxy: listen tcp4"
                + " 127.0.0.1:18311: bind: address already in use\n");

        assertThat(failure.container()).isEqualTo("gate_web_1");
        assertThat(failure.port()).contains(18311);
    }

    @Test
    public void leavesOtherFailuresAlone() {
        assertThat(StartFailure.ofUp(
                        GRAPH,
                        " Container gate-db-1  Error\n"
                                + "dependency failed to start: container gate-db-1 is unhealthy\n"))
                .isEmpty();
    }

    @Test
    public void namesTheServiceThatCannotBeBuilt() {
        StartFailure failure = build("""
                #5 [web 2/2] RUN echo no such step >&2; exit 9
                #5 0.225 no such step
                #5 ERROR: executor failed running [/bin/sh -c exit 9]: exit code: 9
                ------
                 > [web 2/2] RUN echo no such step >&2; exit 9:
                0.225 no such step
                ------
                failed to solve: executor failed running [/bin/sh -c exit 9]: exit code: 9
                """).orElseThrow();

        assertThat(failure.service()).isEqualTo("web");
        assertThat(failure.reason())
                .isEqualTo("has an image that could not be built: failed to solve: executor failed running"
                        + " [/bin/sh -c exit 9]: exit code: 9");
    }

    @Test
    public void namesItWithOldComposeToo() {
        StartFailure failure = build("""
                ERROR: failed to solve: executor failed running [/bin/sh -c exit 9]: exit code: 9
                Service 'web' failed to build : Build failed
                """).orElseThrow();

        assertThat(failure.service()).isEqualTo("web");
        assertThat(failure.reason()).contains("could not be built: failed to solve: executor failed");
    }

    @Test
    public void takesTheOnlyServiceThatIsBuilt() {
        String printed = "The command '/bin/sh -c exit 9' returned a non-zero code: 9\n";

        assertThat(build(printed)).isEmpty();
        assertThat(StartFailure.ofBuild(GRAPH, List.of("web"), printed)
                        .orElseThrow()
                        .reason())
                .isEqualTo("has an image that could not be built: The command '/bin/sh -c exit 9' returned a non-zero"
                        + " code: 9");
    }

    @Test
    public void advisesAlsoWhereNoServiceIsNamed() {
        assertThat(StartFailure.advice("Bind for :::80 failed: port is already allocated\n"))
                .isEqualTo("Free the port, or publish another one in the compose file.");
        assertThat(StartFailure.advice("starting\nError: manifest unknown\n"))
                .isEqualTo("Build or publish the image first, or log in to its registry.");
        assertThat(StartFailure.advice("no such service: wbe\n")).isEmpty();
    }

    @Test
    public void namesTheHolderOfAPort() {
        assertThat(PortHolder.container("shop-web-1\tshop\nother\t\n"))
                .contains("container 'shop-web-1' of project 'shop'");
        assertThat(PortHolder.container("lonely\t\n")).contains("container 'lonely'");
        assertThat(PortHolder.container("")).isEmpty();
        assertThat(PortHolder.process(
                        "tcp LISTEN 0 9 127.0.0.1:18311 0.0.0.0:* users:((\"busybox\",pid=19433,fd=3))\n"))
                .contains("process 'busybox' (pid 19433)");
        assertThat(PortHolder.process("tcp LISTEN 0 9 127.0.0.1:18311 0.0.0.0:*\n"))
                .isEmpty();
    }

    private static StartFailure up(String printed) {
        return StartFailure.ofUp(GRAPH, printed).orElseThrow();
    }

    private static Optional<StartFailure> build(String printed) {
        return StartFailure.ofBuild(GRAPH, List.of("ok", "web"), printed);
    }
}
