package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.util.Map;
import java.util.TreeMap;

/** What decides whether a service's containers are made anew: its configuration, its mounted files, its secrets. */
final class Fingerprints {
    private Fingerprints() {}

    /** Keyed hash of each service, see {@link KeyedHash}. */
    static Map<String, String> of(
            StackConfig config,
            Map<String, ImageReference> images,
            Map<String, String> files,
            Target target,
            KeyedHash hash) {
        Map<String, String> prints = new TreeMap<>();
        config.services().forEach((name, service) -> {
            StringBuilder input = new StringBuilder(service.fingerprintInput());
            input.append('\n').append(images.get(name)).append('\n').append(mounted(service, files));
            for (SecretBinding secret : target.secrets()) {
                if (secret.kind() == SecretBinding.Kind.FILE
                        && service.usesSecrets().contains(secret.name())) {
                    input.append('\n').append(secret.name()).append('=');
                    input.append(TargetSecrets.print(hash, target.atRest(), secret));
                }
            }
            prints.put(name, hash.of(input.toString()));
        });
        return prints;
    }

    /** Path and hash of the transferred files that a service mounts, sorted; Compose itself looks at paths only. */
    static String mounted(StackConfig.Service service, Map<String, String> files) {
        StringBuilder out = new StringBuilder();
        new TreeMap<>(files).forEach((path, sha256) -> {
            String normal = path.startsWith("./") ? path.substring(2) : path;
            for (String mount : service.mounts()) {
                if (normal.equals(mount) || normal.startsWith(mount + "/")) {
                    out.append(path).append('=').append(sha256).append('\n');
                }
            }
        });
        return out.toString();
    }
}
