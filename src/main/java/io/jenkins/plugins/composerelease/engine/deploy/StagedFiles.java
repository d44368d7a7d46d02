package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Mounts a release's own files where its services will have them once they are in place. Pure. */
final class StagedFiles {
    private final StackConfig config;
    private final Target target;
    private final ReleaseRecord release;

    StagedFiles(StackConfig config, Target target, ReleaseRecord release) {
        this.config = config;
        this.target = target;
        this.release = release;
    }

    /**
     * One more compose file for a look at the new files. Services that do not run yet get an address that nobody is asked
     * at: a proxy that looks names up when it reads its configuration must not refuse it for that.
     */
    String override(Collection<String> services, Collection<String> running) {
        List<String> missing = config.services().keySet().stream()
                .filter(service -> !running.contains(service))
                .map(service -> service + ":127.0.0.1")
                .toList();
        Map<String, Object> all = new TreeMap<>();
        for (String service : services) {
            JsonNode node = Json.tree(
                    config.services().get(service).fingerprintInput(), "the configuration of service " + service);
            Map<String, Object> own = new TreeMap<>();
            own.put("volumes", volumes(node));
            if (!missing.isEmpty() && !node.hasNonNull("network_mode")) {
                own.put("extra_hosts", missing);
            }
            all.put(service, own);
        }
        return Json.pretty(Map.of("services", all));
    }

    private List<Map<String, Object>> volumes(JsonNode service) {
        List<Map<String, Object>> volumes = new ArrayList<>();
        for (JsonNode volume : service.path("volumes")) {
            String[] parts = volume.isTextual() ? volume.asText().split(":") : new String[0];
            String source = parts.length > 1 ? parts[0] : volume.path("source").asText("");
            String at = parts.length > 1 ? parts[1] : volume.path("target").asText("");
            if (source.startsWith("./") && isTransferred(source.substring(2))) {
                volumes.add(Map.of(
                        "type",
                        "bind",
                        "source",
                        ReleasePaths.of(target).file(release.id(), source.substring(2)),
                        "target",
                        at,
                        "read_only",
                        true));
            }
        }
        return volumes;
    }

    private boolean isTransferred(String path) {
        return release.transferred().stream()
                .map(file -> file.startsWith("./") ? file.substring(2) : file)
                .anyMatch(file -> file.equals(path) || file.startsWith(path + "/"));
    }
}
