package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.migrate.MigratorFactory;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.nio.charset.StandardCharsets;
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
        pins.requireTagsStay();
        HostFacts facts = HostFacts.ask(host, ReleasePaths.of(target), clock);
        TargetStore.State state = new TargetStore(host, target, clock).read();
        RunningStack running = RunningStack.inspect(host, target.project());
        ServiceChanges.Prints prints = state.key()
                .map(key -> ServiceChanges.Prints.of(resolved.config(), pins.images, files, target, new KeyedHash(key)))
                .orElse(ServiceChanges.Prints.NONE);
        var changes =
                new ServiceChanges(resolved.config(), target, pins.images, prints, state.serving(), running).list();
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
                PlanPrints.files(files, target, state),
                variables,
                PlanPrints.secrets(target, state),
                state.current(),
                checks(request, facts, resolved, pins, running, migrations.ahead() && destructiveSince(request, state)),
                warnings(request, facts, resolved.config(), migrations, state, running),
                settings(target));
        return new Prepared(plan, resolved.config(), images, variables, files, state, running);
    }

    private List<Plan.Check> checks(
            ReleaseRequest request,
            HostFacts facts,
            Workspace.Resolved resolved,
            ImagePins pins,
            RunningStack running,
            boolean goesBackOverDestruction) {
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
                "Publish the missing images or correct their names; find out who moved a tag, and publish again.");
        List<String> bad = new ArrayList<>(resolved.unset());
        resolved.onlyHere().forEach(name -> bad.add(name + " (set on this machine only)"));
        preflight.add(
                "variables",
                bad.isEmpty(),
                bad.isEmpty() ? "all set" : "without value: " + String.join(", ", bad),
                "Give them a value in the target's variables or env files.");
        List<String> unknown = named(request.target()).stream()
                .filter(service -> !resolved.config().services().containsKey(service))
                .toList();
        preflight.add(
                "services",
                unknown.isEmpty(),
                unknown.isEmpty()
                        ? resolved.config().services().size() + " in the compose files"
                        : "not in the compose files: " + String.join(", ", unknown),
                "Name services of the compose files ("
                        + resolved.config().services().keySet()
                        + "), and give the target the profiles that they need.");
        preflight.add(
                "schema",
                !goesBackOverDestruction,
                goesBackOverDestruction ? "destructive migrations were applied since this revision" : "fits",
                "Use 'rollback --force', or restore the backup first.");
        preflight.add(
                "one-off containers",
                !running.oneOff(),
                running.oneOff() ? "a 'compose run' of the project is still running" : "none running",
                "Wait until it has ended, or stop it with 'docker stop' after looking at what it does.");
        return preflight.checks();
    }

    /** Services that the target's settings name. */
    private static List<String> named(Target target) {
        List<String> named = new ArrayList<>(target.services());
        named.addAll(target.readiness().conditions().keySet());
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

    private static boolean destructiveSince(ReleaseRequest request, TargetStore.State state) {
        return state.records().stream()
                .filter(record -> record.revision().equals(request.revision()))
                .filter(record -> record.state() == ReleaseRecord.State.SUCCEEDED)
                .findFirst()
                .filter(record -> state.destructiveSince(record.id()))
                .isPresent();
    }

    private static List<String> warnings(
            ReleaseRequest request,
            HostFacts facts,
            StackConfig config,
            Migrator.Status migrations,
            TargetStore.State state,
            RunningStack running) {
        List<String> warnings = new ArrayList<>();
        if (facts.has("lockedby")) {
            warnings.add("Another release holds the target's lock now: " + facts.text("lockedby") + ".");
        }
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
        Target target = request.target();
        warnings.addAll(SecretExposure.find(config, target.secrets()));
        warnings.addAll(ForgottenSecrets.find(config, target, new Workspace(request)));
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

    /** What else decides about the outcome, without secrets: a changed setting is a changed plan. */
    private static String settings(Target target) {
        Map<String, Object> settings = new TreeMap<>();
        settings.put(
                "host",
                target.ssh().user() + "@" + target.ssh().host() + ":"
                        + target.ssh().port());
        settings.put("directory", target.directory());
        settings.put("project", target.project());
        settings.put("profiles", target.profiles());
        settings.put("services", target.services());
        settings.put("wait", target.readiness().conditions().toString());
        settings.put("migration", target.migration().map(Object::toString).orElse(""));
        settings.put("backup", target.backup().map(Object::toString).orElse(""));
        settings.put("verification", target.verification().toString());
        settings.put("atRest", target.atRest().toString());
        settings.put("stability", target.stability().toString());
        return Workspace.sha256(Json.line(settings).getBytes(StandardCharsets.UTF_8));
    }
}
