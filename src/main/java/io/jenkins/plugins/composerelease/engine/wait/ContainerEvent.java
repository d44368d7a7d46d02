package io.jenkins.plugins.composerelease.engine.wait;

import java.time.Instant;

/**
 * Something that happened to a container.
 *
 * @param container full id
 * @param service compose service
 * @param action Docker's word, for example {@code die} or {@code health_status: healthy}
 * @param time by the host's clock
 */
record ContainerEvent(String container, String service, String action, Instant time) {}
