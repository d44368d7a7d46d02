package io.jenkins.plugins.composerelease.engine.wait;

import java.util.Optional;

/** What wakes a gate. */
sealed interface Signal {
    /**
     * Something happened to a container.
     *
     * @param repeated whether it may be older than what a look has shown
     */
    record Changed(ContainerEvent event, boolean repeated) implements Signal {}

    /** The start-up has ended. */
    record Started(Optional<RuntimeException> failure) implements Signal {}

    /** Events may have been missed. */
    record Gap() implements Signal {}

    /** A probe gave something new. */
    record Probed() implements Signal {}
}
