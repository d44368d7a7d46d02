package io.jenkins.plugins.composerelease.engine.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an image is built, as far as Compose's {@code build} says it. Each value is what the option of {@code docker
 * buildx build} takes.
 *
 * @param ssh {@code default} or {@code id=path}; BuildKit only
 * @param network network of {@code RUN}: {@code none}, {@code host} or {@code default}
 * @param extraHosts names that {@code RUN} resolves to addresses, {@code name:address} or {@code name=address}
 * @param shmSize bytes of {@code /dev/shm} of {@code RUN}, as {@code 64m}
 * @param ulimits limits of {@code RUN} by name, {@code soft:hard} each
 * @param cacheFrom sources of the build cache beside those of compose-release
 * @param cacheTo where the build cache goes beside where compose-release puts it; BuildKit only
 * @param noCache whether no step is taken from the cache
 * @param pull whether base images are asked for again where the engine has them
 */
public record BuildOptions(
        List<String> ssh,
        Optional<String> network,
        List<String> extraHosts,
        Optional<String> shmSize,
        Map<String, String> ulimits,
        List<String> cacheFrom,
        List<String> cacheTo,
        boolean noCache,
        boolean pull) {
    /** All as Docker has it. */
    public static final BuildOptions NONE = new BuildOptions(
            List.of(), Optional.empty(), List.of(), Optional.empty(), Map.of(), List.of(), List.of(), false, false);

    public BuildOptions {
        ssh = arguments("ssh", ssh);
        network.ifPresent(name -> Names.argument("network", name));
        extraHosts = arguments("extra host", extraHosts);
        shmSize.ifPresent(size -> Names.argument("shm_size", size));
        ulimits = Collections.unmodifiableMap(new LinkedHashMap<>(ulimits));
        ulimits.forEach((name, value) -> Names.argument("ulimit '" + Names.name("ulimit", name) + "':", value));
        cacheFrom = arguments("cache source", cacheFrom);
        cacheTo = arguments("cache target", cacheTo);
    }

    private static List<String> arguments(String what, List<String> values) {
        values.forEach(value -> Names.argument(what, value));
        return List.copyOf(values);
    }
}
