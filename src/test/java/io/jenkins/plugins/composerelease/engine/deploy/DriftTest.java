package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class DriftTest {
    private static final ImageReference RELEASED = ImageReference.parse("r.io/web@sha256:" + "1".repeat(64));
    private static final ImageReference OTHER = ImageReference.parse("r.io/web@sha256:" + "2".repeat(64));
    private static final ReleaseRecord RECORD = VerifiedTest.record("abcdef0111"); // its only service is web

    @Test
    public void stackAsItWasReleasedHasNone() {
        assertThat(drift(container("web", RELEASED, true), container("web", RELEASED, false)))
                .isEmpty();
        assertThat(Drift.of(Optional.empty(), new RunningStack(List.of(container("web", OTHER, true)), false)))
                .isEmpty();
    }

    @Test
    public void oneOfSeveralContainersWithAnotherImageIsSeen() {
        assertThat(drift(container("web", RELEASED, true), container("web", OTHER, true)))
                .containsExactly("Service 'web' runs " + OTHER + ", released was " + RELEASED + ".");
    }

    @Test
    public void servicesThatAreGoneOrCameBesideAreSeen() {
        assertThat(drift(container("debug", OTHER, true), container("old", OTHER, false)))
                .containsExactly(
                        "Service 'web' has no container, released was " + RELEASED + ".",
                        "Service 'debug' runs " + OTHER + ", and was not released.");
    }

    private static List<String> drift(RunningStack.Container... containers) {
        return Drift.of(Optional.of(RECORD), new RunningStack(List.of(containers), false));
    }

    private static RunningStack.Container container(String service, ImageReference image, boolean running) {
        return new RunningStack.Container("id", service, image, running, false, Map.of(), List.of());
    }
}
