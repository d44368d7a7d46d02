package io.jenkins.plugins.composerelease.engine.migrate;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.util.List;
import java.util.Optional;

/** Where a compose service's container is reached from its host. */
public final class ServiceAddress {
    private ServiceAddress() {}

    /**
     * An IP address of a running container of the service, {@code 127.0.0.1} when it uses the host's own network; empty
     * when none is running.
     *
     * @throws io.jenkins.plugins.composerelease.engine.model.CommandFailedException if Docker does not answer
     */
    public static Optional<String> find(CommandRunner host, String project, String service, Deadline deadline) {
        List<String> ids = host.require(Docker.runningContainers(project, service), deadline)
                .output()
                .lines()
                .toList();
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        return host.require(Docker.addresses(ids.get(0)), deadline)
                .output()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .or(() -> Optional.of("127.0.0.1"));
    }
}
