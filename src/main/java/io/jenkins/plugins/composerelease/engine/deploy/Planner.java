package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.migrate.MigratorFactory;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
        Optional<Verified> verified = target.guards()
                .requires()
                .map(required -> Verified.look(
                        required, request.revision(), request.required().orElseThrow()));
        ImagePins pins = new ImagePins(registries, request.images(), verified);
        pins.pin(resolved.config());
        pins.requireTagsStay();
        HostFacts facts = HostFacts.ask(host, ReleasePaths.of(target), clock);
        TargetStore.State state = new TargetStore(host, target, clock).read();
        boolean docker = !facts.text("engine").isEmpty(); // without it there is nothing but its check to show
        RunningStack running = docker ? RunningStack.inspect(host, target.project()) : RunningStack.NOTHING;
        HostNeeds needs = HostNeeds.ask(host, resolved.config(), pins.images.values(), target.project());
        Map<String, String> fingerprints = state.key()
                .map(key -> Fingerprints.of(resolved.config(), pins.images, files, target, new KeyedHash(key)))
                .orElse(Map.of());
        var changes = new ServiceChanges(target.services(), pins.images, fingerprints, state.serving(), running).list();
        Map<String, ImageReference> images = new TreeMap<>();
        changes.stream()
                .filter(change -> change.action() != Plan.Action.REMOVE)
                .forEach(change -> images.put(change.service(), change.to()));
        MigrationLook migrations = migrations(target, host, running);
        List<String> drift = Drift.of(target.services(), state.serving(), running);
        KeyedHash hash = PlanPrints.hash(state, facts);
        Plan plan = new Plan(
                request.application(),
                target.name(),
                request.revision(),
                images,
                changes,
                migrations.pending(),
                migrations.schema(),
                PlanPrints.files(files, target, hash),
                variables,
                PlanPrints.secrets(target, hash),
                state.current(),
                new PlanChecks(request, resolved, facts)
                        .host(pins, needs, docker ? unreachable(host, pins, needs, target) : Map.of())
                        .verified(verified)
                        .files()
                        .ports(changes, needs)
                        .state(state, running, migrations, drift)
                        .and(DataForecast.checks(target, !migrations.pending().isEmpty(), state, running, host, log))
                        .list(),
                PlanWarnings.of(request, facts, resolved.config(), migrations, state, running, pins.unverified),
                PlanSettings.hash(target, request.workspace()),
                new Plan.Details(PublishedPorts.of(resolved.config()), drift, verified.flatMap(Verified::name)));
        return new Prepared(plan, resolved.config(), images, variables, files, state, running);
    }

    private MigrationLook migrations(Target target, Host host, RunningStack running) {
        ComposeProject project = new ComposeProject(
                target.project(), target.directory(), target.files(), List.of(), List.of(), Map.of(), Map.of());
        return MigrationLook.at(
                () -> new PlannedMigrations(migrators, log).of(target.migration(), host, project, running));
    }

    private Map<String, String> unreachable(Host host, ImagePins pins, HostNeeds needs, Target target) {
        return RegistryReach.problems(host, PlanChecks.missing(pins, needs), target.registry(), log);
    }
}
