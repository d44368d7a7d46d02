package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Plan.Start;
import io.jenkins.plugins.composerelease.engine.model.Plan.Start.Order;
import io.jenkins.plugins.composerelease.engine.model.Rollout.Strategy;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides whether a service's new containers may start beside the old ones, and if not, why. Pure. */
final class RollingRules {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|us|ns|h|m|s)");
    private static final Pattern ANONYMOUS = Pattern.compile("[0-9a-f]{64}");
    /** What Docker does where the files do not say. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);
    private static final Duration CONTAINER_START = Duration.ofSeconds(1);

    private final JsonNode config;
    private final String name;
    private final List<RunningStack.Container> running;
    private final Target target;

    private RollingRules(
            String name, StackConfig.Service service, List<RunningStack.Container> running, Target target) {
        this.config = Json.tree(service.fingerprintInput(), "the configuration of a service");
        this.name = name;
        this.running = running;
        this.target = target;
    }

    /**
     * How a service that has containers gets new ones.
     *
     * @param service its resolved configuration
     * @param stack what runs: an image's own health check and unnamed volumes show there alone
     */
    static Start of(String name, StackConfig.Service service, RunningStack stack, Target target) {
        RollingRules rules = new RollingRules(name, service, stack.of(name), target);
        boolean rolling = target.rollout().strategy() == Strategy.ROLLING;
        Optional<String> why = rolling ? rules.whyNot() : Optional.of("");
        return why.map(reason -> new Start(Order.STOP_FIRST, reason, Optional.of(rules.gap())))
                .orElseGet(() -> new Start(Order.START_FIRST, "", Optional.empty()));
    }

    private Optional<String> whyNot() {
        return fixedName()
                .or(this::othersNamespace)
                .or(this::hostPort)
                .or(this::fixedAddress)
                .or(this::writesAlone)
                .or(this::ends)
                .or(this::notChecked);
    }

    private Optional<String> fixedName() {
        if (config.hasNonNull("container_name")) {
            return Optional.of("its container has the fixed name '"
                    + config.path("container_name").asText() + "'");
        }
        return config.path("deploy").path("mode").asText().equals("global")
                ? Optional.of("its deploy mode is global")
                : Optional.empty();
    }

    private Optional<String> othersNamespace() {
        if (config.path("network_mode").asText().equals("host")) {
            return Optional.of("it uses the host's network");
        }
        for (String key : List.of("network_mode", "pid", "ipc")) {
            if (config.path(key).asText().matches("(service|container):.*")) {
                return Optional.of("its " + key + " is '" + config.path(key).asText() + "'");
            }
        }
        return config.path("volumes_from").isEmpty()
                ? Optional.empty()
                : Optional.of("it uses the volumes of another container");
    }

    private Optional<String> hostPort() {
        for (JsonNode port : config.path("ports")) {
            String published = port.isTextual()
                    ? inShortForm(port.asText())
                    : port.path("published").asText("");
            if (!published.isEmpty() && !published.equals("0") && count(published) < 2 * replicas()) {
                return Optional.of("it publishes port " + published + " of the host");
            }
        }
        return Optional.empty();
    }

    /** The host's port of {@code 127.0.0.1:8080:80/tcp}; empty where Docker chooses one. */
    private static String inShortForm(String port) {
        String[] parts = port.split("/")[0].split(":");
        return parts.length < 2 ? "" : parts[parts.length - 2];
    }

    private static int count(String range) {
        String[] ends = range.split("-");
        return ends.length < 2 ? 1 : Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
    }

    private Optional<String> fixedAddress() {
        for (JsonNode network : config.path("networks")) {
            for (String key : List.of("ipv4_address", "ipv6_address", "mac_address")) {
                if (network.hasNonNull(key)) {
                    return Optional.of(
                            "it has the fixed address " + network.path(key).asText());
                }
            }
        }
        return config.hasNonNull("mac_address")
                ? Optional.of(
                        "it has the fixed address " + config.path("mac_address").asText())
                : Optional.empty();
    }

    private Optional<String> writesAlone() {
        for (JsonNode volume : config.path("volumes")) {
            String source = volume.isTextual() ? source(volume.asText()) : writable(volume);
            if (!source.isEmpty() && !isShared(source)) {
                return Optional.of("it writes to '" + source
                        + "', and two containers at a time may damage that (sharedVolumes names what they may share)");
            }
        }
        return running.stream()
                .flatMap(container -> container.mounts().stream())
                .filter(mount ->
                        mount.writable() && ANONYMOUS.matcher(mount.volume()).matches())
                .findFirst()
                .map(mount -> "it keeps data in a volume without a name, which a second container would not have");
    }

    private static String writable(JsonNode volume) {
        boolean data = List.of("volume", "bind").contains(volume.path("type").asText());
        return !data || volume.path("read_only").asBoolean()
                ? ""
                : volume.path("source").asText("");
    }

    /** Of docker-compose 1.29's {@code data:/data:rw}; empty where it is not written to. */
    private static String source(String volume) {
        String[] parts = volume.split(":");
        boolean readOnly = parts.length > 2 && List.of(parts[2].split(",")).contains("ro");
        return parts.length < 2 || readOnly ? "" : parts[0];
    }

    private boolean isShared(String source) {
        return target.rollout().sharedVolumes().stream()
                .map(RollingRules::plain)
                .anyMatch(plain(source)::equals);
    }

    private static String plain(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private Optional<String> ends() {
        return target.readiness().conditions().get(name) instanceof Condition.Exited
                ? Optional.of("it runs once and ends")
                : Optional.empty();
    }

    private Optional<String> notChecked() {
        JsonNode check = config.path("healthcheck");
        boolean declared = check.has("test")
                && !check.path("test").path(0).asText().equals("NONE")
                && !check.path("disable").asBoolean();
        boolean known = declared
                || target.readiness().conditions().containsKey(name)
                || running.stream().anyMatch(RunningStack.Container::checked);
        return known
                ? Optional.empty()
                : Optional.of("it has no health check, and no condition in 'wait', to say when a new container serves");
    }

    private int replicas() {
        return config.path("scale").asInt(config.path("deploy").path("replicas").asInt(1));
    }

    /** The old container's whole grace period, the new one's start, and its first health check. */
    private Duration gap() {
        JsonNode check = config.path("healthcheck");
        boolean declared = check.has("test") && !check.path("disable").asBoolean();
        Duration first = check.hasNonNull("start_interval")
                ? duration(check.path("start_interval"), CHECK_INTERVAL)
                : duration(check.path("interval"), CHECK_INTERVAL);
        Duration ready = declared ? first : Condition.STABLE;
        return duration(config.path("stop_grace_period"), GRACE)
                .plus(CONTAINER_START)
                .plus(ready);
    }

    /** Compose writes {@code 1m30s}. */
    static Duration duration(JsonNode text, Duration otherwise) {
        Matcher part = PART.matcher(text.asText(""));
        double seconds = 0;
        boolean found = false;
        while (part.find()) {
            found = true;
            seconds += Double.parseDouble(part.group(1)) * unit(part.group(2));
        }
        return found ? Duration.ofMillis(Math.round(seconds * 1000)) : otherwise;
    }

    private static double unit(String unit) {
        return switch (unit) {
            case "h" -> 3600;
            case "m" -> 60;
            case "ms" -> 1e-3;
            case "us" -> 1e-6;
            case "ns" -> 1e-9;
            default -> 1;
        };
    }
}
