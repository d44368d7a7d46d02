package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Rollout;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.util.Map;
import java.util.TreeMap;

/** What decides about a service's containers: its configuration, its mounted files, its secrets. */
final class Fingerprints {
    private final StackConfig config;
    private final Map<String, ImageReference> images;
    private final Map<String, String> files;
    private final Target target;
    private final KeyedHash hash;

    private Fingerprints(
            StackConfig config,
            Map<String, ImageReference> images,
            Map<String, String> files,
            Target target,
            KeyedHash hash) {
        this.config = config;
        this.images = images;
        this.files = files;
        this.target = target;
        this.hash = hash;
    }

    /** Keyed hash of all of it for each service, see {@link KeyedHash}. */
    static Map<String, String> of(
            StackConfig config,
            Map<String, ImageReference> images,
            Map<String, String> files,
            Target target,
            KeyedHash hash) {
        Map<String, String> prints = new TreeMap<>();
        Fingerprints all = new Fingerprints(config, images, files, target, hash);
        config.services().forEach((name, service) -> prints.put(name, all.print(name, service, files)));
        return prints;
    }

    /** The same of what a service's containers are made for: without files that they read again while they run. */
    static Map<String, String> ofContainers(
            StackConfig config,
            Map<String, ImageReference> images,
            Map<String, String> files,
            Target target,
            KeyedHash hash) {
        Map<String, String> prints = new TreeMap<>();
        Fingerprints all = new Fingerprints(config, images, files, target, hash);
        config.services()
                .forEach((name, service) -> prints.put(
                        name,
                        all.print(
                                name,
                                service,
                                reloads(service, files, target.rollout().hooks().get(name)) ? Map.of() : files)));
        return prints;
    }

    private String print(String name, StackConfig.Service service, Map<String, String> counted) {
        StringBuilder input = new StringBuilder(service.fingerprintInput());
        input.append('\n').append(images.get(name)).append('\n').append(mounted(service, counted));
        for (SecretBinding secret : target.secrets()) {
            if (secret.kind() == SecretBinding.Kind.FILE
                    && service.usesSecrets().contains(secret.name())) {
                input.append('\n').append(secret.name()).append('=');
                input.append(TargetSecrets.print(hash, target.atRest(), secret));
            }
        }
        return hash.of(input.toString());
    }

    /**
     * Whether a running container can be made to read changed files again. A single file that is mounted cannot change for
     * it: what is put in its place is another file to the kernel.
     *
     * @param hook the service's, or null
     */
    static boolean reloads(StackConfig.Service service, Map<String, String> files, Rollout.Hook hook) {
        return hook != null
                && !hook.reload().isEmpty()
                && files.keySet().stream().map(Fingerprints::plain).noneMatch(service.mounts()::contains);
    }

    /** Path and hash of the transferred files that a service mounts, sorted; Compose itself looks at paths only. */
    static String mounted(StackConfig.Service service, Map<String, String> files) {
        StringBuilder out = new StringBuilder();
        new TreeMap<>(files).forEach((path, sha256) -> {
            String normal = plain(path);
            for (String mount : service.mounts()) {
                if (normal.equals(mount) || normal.startsWith(mount + "/")) {
                    out.append(path).append('=').append(sha256).append('\n');
                }
            }
        });
        return out.toString();
    }

    private static String plain(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }
}
