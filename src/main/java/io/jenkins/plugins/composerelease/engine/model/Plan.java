package io.jenkins.plugins.composerelease.engine.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything a release would change, computed without changing anything. What decides about the outcome is in
 * {@link #hash()}; sizes, times and free disk are not.
 *
 * @param application application name
 * @param target target name
 * @param revision Git revision, 7 to 64 hexadecimal digits
 * @param images image of each service after the release, pinned
 * @param changes what happens to each service
 * @param migrations what the migrator would apply, in order
 * @param schema schema version before, empty when unknown or none
 * @param files relative path and SHA-256 of each transferred file; of an env file a keyed hash
 * @param variables variables for interpolation, never secrets
 * @param secrets {@code file} or {@code env} and name, and keyed hash, of each secret
 * @param previous record that a failure returns to
 * @param checks preflight results
 * @param warnings what a person should read before approving
 * @param settings hash of the target's other settings that decide about the outcome
 * @param more what later versions of this tool plan besides
 */
public record Plan(
        String application,
        String target,
        String revision,
        Map<String, ImageReference> images,
        List<ServiceChange> changes,
        List<PendingMigration> migrations,
        Optional<String> schema,
        Map<String, String> files,
        Map<String, String> variables,
        Map<String, String> secrets,
        Optional<String> previous,
        List<Check> checks,
        List<String> warnings,
        String settings,
        Details more) {

    public Plan {
        images = Map.copyOf(new TreeMap<>(images));
        changes = List.copyOf(changes);
        migrations = List.copyOf(migrations);
        files = Map.copyOf(files);
        variables = Map.copyOf(variables);
        secrets = Map.copyOf(secrets);
        checks = List.copyOf(checks);
        warnings = List.copyOf(warnings);
        more = more == null ? Details.NONE : more;
    }

    /**
     * What not every plan has; each is null in what an earlier version wrote, and empty here.
     *
     * @param ports what each service publishes on the host, {@code address:port} each, empty address for all
     * @param drift how what runs differs from what was released, a line each
     * @param verified {@code target/release} of another target that verified these images, where the target requires one
     */
    public record Details(Map<String, List<String>> ports, List<String> drift, Optional<String> verified) {
        public static final Details NONE = new Details(Map.of(), List.of(), Optional.empty());

        public Details {
            ports = ports == null ? Map.of() : Map.copyOf(ports);
            drift = drift == null ? List.of() : List.copyOf(drift);
            verified = verified == null ? Optional.empty() : verified;
        }
    }

    /**
     * @param service compose service
     * @param from image that runs now, as recorded or inspected; empty when the service is new
     * @param to image after the release
     * @param action what Compose will do
     * @param reason why, in words
     */
    public record ServiceChange(
            String service, Optional<ImageReference> from, ImageReference to, Action action, String reason) {}

    /** What happens to a service's containers. */
    public enum Action {
        CREATE,
        /** Stopped, then started again from the new image: requests to a single replica fail in between. */
        RECREATE,
        KEEP,
        REMOVE
    }

    /**
     * @param version version, or the whole line for a command migrator
     * @param checksum checksum where the migrator has one
     * @param destructive statements that the old application may not survive, as found in the file
     */
    public record PendingMigration(
            String version, String description, Optional<Integer> checksum, List<String> destructive) {
        public PendingMigration {
            destructive = List.copyOf(destructive);
        }
    }

    /**
     * @param remedy what to do when it is not ok
     */
    public record Check(String name, boolean ok, String detail, String remedy) {}

    /** Whether every preflight check passed. */
    public boolean feasible() {
        return checks.stream().allMatch(Check::ok);
    }

    /** SHA-256 over what decides about the outcome, 64 hexadecimal digits; equal plans have equal hashes. */
    public String hash() {
        return PlanHash.of(this);
    }

    /** Short name of this plan: the first 12 digits of its hash. */
    public String id() {
        return hash().substring(0, 12);
    }
}
