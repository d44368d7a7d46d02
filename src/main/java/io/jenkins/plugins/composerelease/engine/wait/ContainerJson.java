package io.jenkins.plugins.composerelease.engine.wait;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the JSON of {@code docker container inspect} and {@code docker events}. */
final class ContainerJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVICE = "com.docker.compose.service";
    private static final String PROJECT = "com.docker.compose.project";
    private static final String ONE_OFF = "com.docker.compose.oneoff";
    private static final int DEFAULT_RETRIES = 3;
    /** Docker cuts an output at 4 KiB, also inside a character: what is left of one parts a secret from the mark of the cut. */
    private static final Pattern CUT = Pattern.compile("\\ufffd{1,3}" + Pattern.quote(Text.CUT) + "$");

    private ContainerJson() {}

    /** The containers of an inspect array. */
    static List<ContainerState> containers(String inspect) {
        List<ContainerState> states = new ArrayList<>();
        parse(inspect).forEach(node -> states.add(container(node)));
        return states;
    }

    /** An event line, or empty where it is about no service of a project or cannot be read (it was cut). */
    static Optional<ContainerEvent> event(String line) {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        JsonNode attributes = node.path("Actor").path("Attributes");
        String service = attributes.path(SERVICE).asText();
        if (service.isEmpty() || "True".equals(attributes.path(ONE_OFF).asText())) {
            return Optional.empty();
        }
        long nanos = node.path("timeNano").asLong();
        return Optional.of(new ContainerEvent(
                node.path("Actor").path("ID").asText(),
                attributes.path("name").asText(),
                attributes.path(PROJECT).asText(),
                service,
                node.path("Action").asText(),
                attributes.path("exitCode").asInt(),
                Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000)));
    }

    private static ContainerState container(JsonNode node) {
        JsonNode state = node.path("State");
        JsonNode health = state.path("Health");
        JsonNode config = node.path("Config");
        int retries = config.path("Healthcheck").path("Retries").asInt();
        String status = health.path("Status").asText("none");
        return new ContainerState(
                node.path("Id").asText(),
                node.path("Name").asText().replaceFirst("^/", ""),
                config.path("Labels").path(SERVICE).asText(),
                state.path("Status").asText(),
                "none".equals(status) || status.isEmpty() ? Optional.empty() : Optional.of(status),
                state.path("ExitCode").asInt(),
                ports(node.path("NetworkSettings").path("Ports")),
                new ContainerState.Details(
                        probes(health.path("Log")),
                        health.path("FailingStreak").asInt(),
                        retries == 0 ? DEFAULT_RETRIES : retries,
                        state.path("OOMKilled").asBoolean(),
                        node.path("RestartCount").asInt(),
                        time(state.path("StartedAt")),
                        time(state.path("FinishedAt")),
                        addresses(node.path("NetworkSettings").path("Networks"))));
    }

    private static List<String> addresses(JsonNode networks) {
        List<String> addresses = new ArrayList<>();
        networks.forEach(network -> {
            for (String field : List.of("IPAddress", "GlobalIPv6Address")) {
                String address = network.path(field).asText();
                if (!address.isEmpty()) {
                    addresses.add(address);
                }
            }
        });
        return addresses;
    }

    private static List<String> probes(JsonNode log) {
        List<String> probes = new ArrayList<>();
        log.forEach(entry -> {
            String output = CUT.matcher(entry.path("Output").asText().strip()).replaceFirst(Text.CUT);
            probes.add("exit code " + entry.path("ExitCode").asInt() + (output.isEmpty() ? "" : ": " + output));
        });
        return probes;
    }

    private static List<PublishedPort> ports(JsonNode node) {
        List<PublishedPort> ports = new ArrayList<>();
        node.properties().forEach(entry -> {
            String[] port = entry.getKey().split("/", 2);
            entry.getValue()
                    .forEach(binding -> ports.add(new PublishedPort(
                            Integer.parseInt(port[0]),
                            port[1],
                            binding.path("HostIp").asText(),
                            binding.path("HostPort").asInt())));
        });
        return ports;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // Not as cause: it may quote the text, and the environment of a container is in it.
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "'docker container inspect' printed something that is not JSON.",
                    "Check that 'docker' is the Docker command line.");
        }
    }

    /** Docker has the year 1 for what did not happen. */
    private static Instant time(JsonNode text) {
        Instant time = Instant.parse(text.asText("1970-01-01T00:00:00Z"));
        return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
    }
}
