package io.jenkins.plugins.composerelease.engine.wait;

import java.time.Duration;
import java.util.Optional;

/** What a gate thinks of a service. */
sealed interface Verdict {

    /**
     * @param how in a word, for example {@code healthy}
     */
    record Ready(String how) implements Verdict {}

    /**
     * @param again after what time it may be ready without any event
     * @param container the container that keeps it waiting, if there is one
     * @param missing what its last probe gave instead of what was expected, or empty
     */
    record Waiting(Optional<Duration> again, Optional<ContainerState> container, String missing) implements Verdict {
        Waiting(Optional<Duration> again, Optional<ContainerState> container) {
            this(again, container, "");
        }

        /** The last status in words. */
        String status() {
            return container.map(ContainerState::describe).orElse("not all of its containers exist")
                    + (missing.isEmpty() ? "" : "; " + missing);
        }
    }

    /**
     * @param reason what happened, as it follows the service's name in a message
     * @param container the container that failed, if there is one
     */
    record Failed(String reason, Optional<ContainerState> container) implements Verdict {
        Failed(String reason, ContainerState container) {
            this(reason, Optional.of(container));
        }
    }
}
