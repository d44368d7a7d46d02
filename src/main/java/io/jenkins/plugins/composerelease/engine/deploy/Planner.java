package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.migrate.MigratorFactory;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes plans. Planning reads and never changes anything, neither here nor on the target. */
public final class Planner {
    private final CommandRunner local;
    private final RegistrySource registries;
    private final MigratorFactory migrators;
    private final Clock clock;
    private final ReleaseLog log;

    public Planner(
            CommandRunner local, RegistrySource registries, MigratorFactory migrators, Clock clock, ReleaseLog log) {
        this.local = local;
        this.registries = registries;
        this.migrators = migrators;
        this.clock = clock;
        this.log = log;
    }

    public Plan plan(ReleaseRequest request, Host host) {
        return prepare(request, host).plan();
    }

    Prepared prepare(ReleaseRequest request, Host host) {
        Target target = request.target();
        Workspace workspace = new Workspace(request);
        Map<String, String> files = workspace.hashes();
        Map<String, String> variables = Workspace.variables(target, request.images());
        Workspace.Resolved resolved = workspace.resolve(local, variables);
        ImagePins pins = new ImagePins(registries, request.images());
        pins.pin(resolved.config());
        HostFacts facts = HostFacts.ask(host, ReleasePaths.of(target), clock);
        TargetStore.State state = new TargetStore(host, target, clock).read();
        RunningStack running = RunningStack.inspect(host, target.project());
        Map<String, String> fingerprints = state.key()
                .map(key ->
                        Fingerprints.of(resolved.config(), pins.images, files, target.secrets(), new KeyedHash(key)))
                .orElse(Map.of());
        var changes = new ServiceChanges(target.services(), pins.images, fingerprints, state.serving(), running).list();
        Map<String, ImageReference> images = new TreeMap<>();
        changes.stream()
                .filter(change -> change.action() != Plan.Action.REMOVE)
                .forEach(change -> images.put(change.service(), change.to()));
        ComposeProject project = new ComposeProject(
                target.project(), target.directory(), target.files(), List.of(), List.of(), Map.of(), Map.of());
        Migrator.Status migrations =
                new PlannedMigrations(migrators, log).of(target.migration(), host, project, running);
        Plan plan = new Plan(
                request.application(),
                target.name(),
                request.revision(),
                images,
                changes,
                migrations.ahead() ? List.of() : migrations.pending(),
                migrations.schema(),
                files,
                variables,
                secretHashes(target, state),
                state.current(),
                checks(request, facts, resolved, pins, running),
                warnings(target, resolved.config(), changes, migrations, state, running));
        return new Prepared(plan, resolved.config(), images, variables, files, state, running);
    }

    private List<Plan.Check> checks(
            ReleaseRequest request,
            HostFacts facts,
            Workspace.Resolved resolved,
            ImagePins pins,
            RunningStack running) {
        Preflight preflight = new Preflight(request.target(), facts);
        long missing = pins.manifests.entrySet().stream()
                .filter(entry -> !running.image(entry.getKey()).equals(Optional.of(pins.images.get(entry.getKey()))))
                .map(Map.Entry::getValue)
                .collect(Collectors.toMap(Manifest::digest, Manifest::size, (a, b) -> a))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
        Map<String, List<String>> platforms = new TreeMap<>();
        pins.manifests.forEach((service, manifest) -> platforms.put(service, manifest.platforms()));
        preflight.judge(missing, platforms);
        preflight.add(
                "images",
                pins.problems.isEmpty(),
                pins.problems.isEmpty() ? pins.images.size() + " pinned" : String.join("; ", pins.problems),
                "Publish the missing images or correct their names.");
        preflight.add(
                "variables",
                resolved.unset().isEmpty(),
                resolved.unset().isEmpty() ? "all set" : "without value: " + String.join(", ", resolved.unset()),
                "Give them a value in the target's variables or env files.");
        preflight.add(
                "services",
                resolved.config()
                        .services()
                        .keySet()
                        .containsAll(request.target().services()),
                resolved.config().services().size() + " in the compose files",
                "Name only services of the compose files: "
                        + resolved.config().services().keySet() + ".");
        preflight.add(
                "one-off containers",
                !running.oneOff(),
                running.oneOff() ? "a 'compose run' of the project is still running" : "none running",
                "Wait until it has ended, or stop it with 'docker stop' after looking at what it does.");
        return preflight.checks();
    }

    private static Map<String, String> secretHashes(Target target, TargetStore.State state) {
        Map<String, String> hashes = new TreeMap<>();
        for (SecretBinding secret : target.secrets()) {
            hashes.put(
                    secret.name(),
                    state.key()
                            .map(key -> new KeyedHash(key).of(secret.value().bytes()))
                            .orElse("new"));
        }
        return hashes;
    }

    private static List<String> warnings(
            Target target,
            StackConfig config,
            List<Plan.ServiceChange> changes,
            Migrator.Status migrations,
            TargetStore.State state,
            RunningStack running) {
        List<String> warnings = new ArrayList<>();
        if (migrations.ahead()) {
            warnings.add(
                    "The database has migrations that this revision does not know: an earlier revision is released,"
                            + " no migrator will run.");
        }
        migrations.pending().stream()
                .filter(m -> !m.destructive().isEmpty())
                .forEach(
                        m -> warnings.add(
                                "Migration " + m.version() + " is destructive (" + String.join("; ", m.destructive())
                                        + "): the release before it may not run on the new schema, so a failure will not be rolled back by itself."));
        for (SecretBinding secret : target.secrets()) {
            config.services().forEach((name, service) -> {
                if (secret.kind() == SecretBinding.Kind.ENV
                        && secret.value().bytes().length > 2
                        && holds(service.fingerprintInput(), secret)) {
                    warnings.add(
                            "Secret '" + secret.name() + "' reaches service '" + name
                                    + "' as environment: 'docker inspect' on the host shows it. Use the compose file's secrets: instead.");
                }
            });
        }
        state.serving().ifPresent(record -> record.images().forEach((service, image) -> {
            if (running.image(service).filter(image::equals).isEmpty()) {
                warnings.add("Service '" + service + "' was changed outside of a release: recorded " + image + ", runs "
                        + running.image(service).map(Object::toString).orElse("nothing") + ".");
            }
        }));
        if (state.serving().isEmpty() && !running.services().isEmpty()) {
            warnings.add(
                    "The stack that runs was not released by this tool: it is taken over, and cannot be returned to by itself.");
        }
        return warnings;
    }

    /** Compose doubles dollar signs in what it prints. */
    private static boolean holds(String json, SecretBinding secret) {
        String quoted = Json.line(secret.value().reveal());
        String inner = quoted.substring(1, quoted.length() - 1);
        return json.contains(inner) || json.contains(inner.replace("$", "$$"));
    }
}
