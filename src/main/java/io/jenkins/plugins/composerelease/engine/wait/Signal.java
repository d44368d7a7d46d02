package io.jenkins.plugins.composerelease.engine.wait;

import java.util.Optional;

/** What wakes a gate. */
sealed interface Signal {
    /** Something happened to a container. */
    record Changed(ContainerEvent event) implements Signal {}

    /** The start-up has ended. */
    record Started(Optional<RuntimeException> failure) implements Signal {}

    /** Events may have been missed. */
    record Gap() implements Signal {}

    /** A probe gave something new. */
    record Probed() implements Signal {}
}
