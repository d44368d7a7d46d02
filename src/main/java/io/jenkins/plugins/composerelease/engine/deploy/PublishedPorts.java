package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which services of a stack are reachable from outside of it. */
final class PublishedPorts {
    private PublishedPorts() {}

    /** By service, as the files have it; services without any are not there. */
    static Map<String, List<String>> of(StackConfig config) {
        Map<String, List<String>> ports = new TreeMap<>();
        config.services().forEach((name, service) -> {
            if (!service.reachable().isEmpty()) {
                ports.put(name, service.reachable());
            }
        });
        return ports;
    }

    /** By service, as the containers on the host have it, whatever the files say. */
    static Map<String, List<String>> of(CommandRunner host, String project) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(30));
        List<String> ids = host.require(Docker.containers(project), deadline)
                .output()
                .lines()
                .toList();
        return ids.isEmpty()
                ? Map.of()
                : inspected(host.require(Docker.inspect(ids), deadline).output());
    }

    static Map<String, List<String>> inspected(String json) {
        Map<String, TreeSet<String>> ports = new TreeMap<>();
        for (JsonNode container : Json.tree(json, "the output of 'docker container inspect'")) {
            String service = container
                    .at("/Config/Labels")
                    .path("com.docker.compose.service")
                    .asText();
            JsonNode host = container.path("HostConfig");
            host.path("PortBindings").properties().forEach(port -> port.getValue()
                    .forEach(binding -> ports.computeIfAbsent(service, name -> new TreeSet<>())
                            .add(binding.path("HostIp").asText() + ":"
                                    + binding.path("HostPort").asText() + " for " + port.getKey())));
            if (host.path("NetworkMode").asText().equals("host")) {
                ports.computeIfAbsent(service, name -> new TreeSet<>()).add("the host's network");
            }
        }
        Map<String, List<String>> lists = new TreeMap<>();
        ports.forEach((service, texts) -> lists.put(service, new ArrayList<>(texts)));
        return lists;
    }

    /**
     * Refuses a stack in which others than the intended services are reachable.
     *
     * @throws ReleaseException with VERIFICATION_FAILED
     */
    static void require(CommandRunner host, Target target) {
        List<String> intended = target.guards().publishes();
        if (intended.isEmpty()) {
            return;
        }
        Map<String, List<String>> others = new TreeMap<>(of(host, target.project()));
        others.keySet().removeAll(intended);
        if (!others.isEmpty()) {
            throw new ReleaseException(
                    ExitCode.VERIFICATION_FAILED,
                    "Services of target '" + target.name() + "' publish ports that may not: " + others
                            + ", expected only " + intended + " to.",
                    "Take the ports out of the compose files, or name the services in the target's 'publishes'.");
        }
    }
}
