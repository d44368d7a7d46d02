package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Judges whether a release can work, from what was looked at: nothing that cannot is put before an approver. Pure. */
final class PlanChecks {
    private final ReleaseRequest request;
    private final Target target;
    private final Workspace.Resolved resolved;
    private final Preflight preflight;

    PlanChecks(ReleaseRequest request, Workspace.Resolved resolved, HostFacts facts) {
        this.request = request;
        this.target = request.target();
        this.resolved = resolved;
        this.preflight = new Preflight(target, facts);
    }

    List<Plan.Check> list() {
        return preflight.checks();
    }

    /** What the host is, what it has room for, and what its registries answered. */
    PlanChecks host(ImagePins pins, HostNeeds needs, Map<String, String> unreachable) {
        long bytes = pins.manifests.entrySet().stream()
                .filter(entry -> !needs.has(pins.images.get(entry.getKey())))
                .map(Map.Entry::getValue)
                .collect(Collectors.toMap(Manifest::digest, Manifest::size, (a, b) -> a))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
        Map<String, List<String>> platforms = new TreeMap<>();
        pins.manifests.forEach((service, manifest) -> platforms.put(service, manifest.platforms()));
        preflight.judge(bytes, platforms);
        problems(
                "images",
                pins.problems,
                pins.images.size() + " pinned",
                "Publish the missing images or correct their names; find out who moved a tag, and publish again; release to"
                        + " the required target what this one is to get.");
        long missing = pins.images.values().stream()
                .distinct()
                .filter(image -> !needs.has(image))
                .count();
        problems(
                "registry from the host",
                unreachable.entrySet().stream()
                        .map(entry -> "'" + entry.getKey() + "': " + entry.getValue())
                        .toList(),
                Text.count((int) missing, "image") + " to pull",
                "Let the host's Docker engine reach it (network, proxy, certificate, 'insecure-registries') with the"
                        + " target's registry login.");
        problems(
                "networks and volumes",
                needs.missing(),
                resolved.config().networks().size()
                        + resolved.config().volumes().size() + " of others, all there",
                "The compose files call them external: make them on the host, or correct their names.");
        return this;
    }

    /** What another target had to verify first. */
    PlanChecks verified(Optional<Verified> verified) {
        verified.map(Verified::check).ifPresent(preflight::add);
        return this;
    }

    /** What the files say. */
    PlanChecks files() {
        List<String> bad = new ArrayList<>(resolved.unset());
        resolved.onlyHere().forEach(name -> bad.add(name + " (set on this machine only)"));
        problems(
                "variables",
                bad.isEmpty() ? List.of() : List.of("without value: " + String.join(", ", bad)),
                "all set",
                "Give them a value in the target's variables or env files.");
        Keys keys = new Keys(request);
        if (!target.guards().templates().isEmpty()) {
            problems(
                    "templates",
                    keys.unfilled(),
                    Text.count(target.guards().templates().size(), "template") + " filled",
                    "Give the keys a value in the target's variables; $${KEY} stands for ${KEY} itself.");
        }
        if (!target.guards().requiredKeys().isEmpty()) {
            problems(
                    "required keys",
                    keys.unset(),
                    "all set",
                    "Give them a value in the target's env files or variables, or bind them as secrets of kind env.");
        }
        List<String> known = List.copyOf(resolved.config().services().keySet());
        List<String> unknown =
                named(target).stream().filter(name -> !known.contains(name)).toList();
        problems(
                "services",
                unknown.isEmpty() ? List.of() : List.of("not in the compose files: " + String.join(", ", unknown)),
                known.size() + " in the compose files",
                "Name services of the compose files (" + known + "), and give the target the profiles that they need.");
        return this;
    }

    /** Which services can be reached from outside, and whether they may. */
    PlanChecks ports(List<Plan.ServiceChange> changes, HostNeeds needs) {
        List<String> intended = target.guards().publishes();
        if (!intended.isEmpty()) {
            List<String> others = PublishedPorts.of(resolved.config()).entrySet().stream()
                    .filter(entry -> !intended.contains(entry.getKey()))
                    .map(entry -> "'" + entry.getKey() + "' publishes " + String.join(", ", entry.getValue()))
                    .toList();
            problems(
                    "published ports",
                    others,
                    "only " + String.join(", ", intended),
                    "Only " + intended + " may: take the ports out of the compose files, or name the services in"
                            + " the target's 'publishes'.");
        }
        problems("ports", needs.taken(changes), "free", "Stop what holds them on the host, or publish other ports.");
        return this;
    }

    /** What the target remembers and runs. */
    PlanChecks state(TargetStore.State state, RunningStack running, MigrationLook migrations, List<String> drift) {
        if (target.guards().refuseDrift()) {
            problems(
                    "drift",
                    drift,
                    "runs what was released",
                    "Find out who changed it and why, release the same from the repository, or let the target report"
                            + " drift only ('drift: report').");
        }
        if (target.migration().isPresent()) {
            preflight.add(migrations.check());
        }
        boolean lost = migrations.ahead() && destructiveSince(state);
        problems(
                "schema",
                lost ? List.of("destructive migrations were applied since this revision") : List.of(),
                "fits",
                "Use 'rollback --force', or restore the backup first.");
        problems(
                "one-off containers",
                running.oneOff() ? List.of("a 'compose run' of the project is still running") : List.of(),
                "none running",
                "Wait until it has ended, or stop it with 'docker stop' after looking at what it does.");
        return this;
    }

    /** What others judged. */
    PlanChecks and(List<Plan.Check> more) {
        more.forEach(preflight::add);
        return this;
    }

    private void problems(String name, List<String> problems, String good, String remedy) {
        preflight.add(name, problems.isEmpty(), problems.isEmpty() ? good : String.join("; ", problems), remedy);
    }

    private boolean destructiveSince(TargetStore.State state) {
        return state.records().stream()
                .filter(record -> record.revision().equals(request.revision()))
                .filter(record -> record.state() == ReleaseRecord.State.SUCCEEDED)
                .findFirst()
                .filter(record -> state.destructiveSince(record.id()))
                .isPresent();
    }

    /** Services that the target's settings name. */
    private static List<String> named(Target target) {
        List<String> named = new ArrayList<>(target.services());
        named.addAll(target.readiness().conditions().keySet());
        named.addAll(target.guards().publishes());
        named.addAll(target.rollout().hooks().keySet());
        target.firstRun().ifPresent(once -> named.add(once.service()));
        target.backup().ifPresent(backup -> named.add(backup.service()));
        target.migration().ifPresent(migration -> {
            if (migration instanceof Migration.Flyway flyway) {
                flyway.service().ifPresent(named::add);
            } else if (migration instanceof Migration.InContainer command) {
                named.add(command.service());
            }
        });
        return named;
    }

    /** Images that the host does not have, of those that the release will run. */
    static List<ImageReference> missing(ImagePins pins, HostNeeds needs) {
        return pins.images.values().stream()
                .distinct()
                .filter(image -> !needs.has(image))
                .toList();
    }
}
