package io.jenkins.plugins.composerelease.engine.wait;

import java.time.Instant;

/**
 * Something that happened to a container.
 *
 * @param container full id
 * @param name container name
 * @param project compose project
 * @param service compose service
 * @param action Docker's word, for example {@code die} or {@code health_status: healthy}
 * @param exitCode exit code of a container that died, else 0
 * @param time by the host's clock
 */
record ContainerEvent(
        String container, String name, String project, String service, String action, int exitCode, Instant time) {}
