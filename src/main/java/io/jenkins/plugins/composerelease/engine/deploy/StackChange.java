package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Plan.Action;
import io.jenkins.plugins.composerelease.engine.model.Plan.ServiceChange;
import io.jenkins.plugins.composerelease.engine.model.Plan.Start;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.wait.ComposeConfig;
import io.jenkins.plugins.composerelease.engine.wait.ComposeUp;
import io.jenkins.plugins.composerelease.engine.wait.EngineWait;
import io.jenkins.plugins.composerelease.engine.wait.HealthGate;
import io.jenkins.plugins.composerelease.engine.wait.ServiceGraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Does to each service what was planned and nothing else. Compose is never left to find out by itself what it would make
 * anew: its versions differ in that, and some make anew all that depends on what changed.
 */
final class StackChange {
    private final Host host;
    private final Target target;
    private final HostStack stack;
    private final ReleaseLog log;
    private final ReleaseRecord release;
    private final String work;
    private final StackConfig config;
    private final ServiceGraph services;
    private final Hooks hooks;
    private final Compose compose;

    /**
     * @param work what its lasting commands' names begin with
     */
    StackChange(Host host, Target target, HostStack stack, ReleaseLog log, ReleaseRecord release, String work) {
        this.host = host;
        this.target = target;
        this.stack = stack;
        this.log = log;
        this.release = release;
        this.work = work;
        this.config = StackConfig.parse(stack.config(release), target.directory());
        this.services = ComposeConfig.services(stack.config(release))
                .withKnown(target.readiness().conditions());
        this.hooks = new Hooks(host, target, stack, log);
        this.compose = new Compose(stack.project(release));
    }

    void carryOut(List<ServiceChange> changes) {
        List<String> kept = named(changes, Action.KEEP, Action.RELOAD);
        boolean removes = !named(changes, Action.REMOVE).isEmpty();
        Set<String> startFirst = startFirst(changes);
        startStopped(kept);
        List<String> together = new ArrayList<>();
        for (String service : inOrder(named(changes, Action.CREATE, Action.RECREATE))) {
            if (startFirst.contains(service)) {
                replace(together, false, services.only(together));
                together.clear();
                roll(service);
            } else {
                together.add(service);
            }
        }
        boolean reloads = hooks.reloadable(changes);
        replace(together, removes, reloads ? services.only(together) : awaited());
        if (removes && together.isEmpty()) {
            Compose.UpOptions options = new Compose.UpOptions(false, false, true, "never");
            up("remove", () -> compose.up(List.copyOf(config.services().keySet()), options), awaited(), Set.of());
        }
        hooks.reload(changes);
        if (reloads || together.isEmpty()) {
            await(awaited());
        }
    }

    /** A limited release waits for what it switches alone. */
    private ServiceGraph awaited() {
        return target.services().isEmpty() ? services : services.only(target.services());
    }

    private static List<String> named(List<ServiceChange> changes, Action... actions) {
        return changes.stream()
                .filter(change -> List.of(actions).contains(change.action()))
                .map(ServiceChange::service)
                .toList();
    }

    private static Set<String> startFirst(List<ServiceChange> changes) {
        return changes.stream()
                .filter(change -> change.start().order() == Start.Order.START_FIRST)
                .map(ServiceChange::service)
                .collect(Collectors.toSet());
    }

    /** What is kept and does not run, stopped by hand or by a restart of the engine, is needed by what comes. */
    private void startStopped(List<String> kept) {
        List<String> judged = kept.stream()
                .filter(service -> awaited()
                        .find(service)
                        .filter(spec -> !(spec.condition().orElse(null) instanceof Condition.Exited))
                        .isPresent())
                .toList();
        if (judged.isEmpty()) {
            return;
        }
        List<String> running = RunningStack.inspect(host, target.project()).running();
        List<String> stopped =
                judged.stream().filter(service -> !running.contains(service)).toList();
        if (!stopped.isEmpty()) {
            log.progress("not running, started again: " + String.join(", ", stopped));
            Compose.UpOptions options = new Compose.UpOptions(false, false, false, "never");
            up("start", () -> compose.up(stopped, options), services.only(stopped), Set.of());
        }
    }

    /** Those of these services that depend on others of them come after these. */
    private List<String> inOrder(List<String> changed) {
        Set<String> ordered = new LinkedHashSet<>();
        changed.forEach(service -> add(service, changed, ordered, new HashSet<>()));
        return List.copyOf(ordered);
    }

    private void add(String service, List<String> changed, Set<String> ordered, Set<String> above) {
        if (!above.add(service)) {
            return;
        }
        StackConfig.Service own = config.services().get(service);
        if (own != null) {
            own.dependsOn().forEach(other -> add(other, changed, ordered, above));
        }
        if (changed.contains(service)) {
            ordered.add(service);
        }
    }

    private void replace(List<String> together, boolean removes, ServiceGraph judged) {
        if (!together.isEmpty()) {
            List<String> names = List.copyOf(together);
            up("up", () -> compose.replace(names, removes), judged, Set.of());
        }
    }

    private void roll(String service) {
        RunningStack running = RunningStack.inspect(host, target.project());
        if (running.running().contains(service)) {
            new Rolling(host, target, this, hooks, log, service).roll(running);
        } else {
            replace(List.of(service), false, services.only(List.of(service)));
        }
    }

    /**
     * Starts one more container of a service beside those that are there, and waits until it is healthy.
     *
     * @param count containers of the service, old and new
     * @param fresh new ones among them
     * @param old ids of the old ones, which count for nothing
     */
    void scale(String service, int count, int fresh, Set<String> old) {
        up(
                service + "-start",
                () -> compose.scale(service, count),
                services.only(List.of(service)).withReplicas(service, fresh),
                old);
    }

    int replicas(String service) {
        return services.find(service).orElseThrow().replicas();
    }

    Command lasting(String name, Command command) {
        return command.lasting(work + "-" + name);
    }

    /** Tried once more where the Docker engine went away under it and came back. */
    private void up(String name, Supplier<Command> command, ServiceGraph judged, Set<String> ignored) {
        try {
            start(lasting(name, command.get()), judged, ignored);
        } catch (CommandFailedException e) {
            if (!EngineWait.isAway(e)) {
                throw e;
            }
            log.warn("The Docker engine on " + host.place() + " went away while services were started; once more.");
            EngineWait.await(host);
            start(lasting(name, command.get()), judged, ignored);
        }
    }

    private void start(Command command, ServiceGraph judged, Set<String> ignored) {
        new ComposeUp(host, log)
                .up(
                        stack.project(release),
                        command,
                        judged,
                        ignored,
                        target.timeout(),
                        target.readiness().logs());
    }

    private void await(ServiceGraph judged) {
        new HealthGate(host, log, target.readiness().logs())
                .await(target.project(), judged, Deadline.in(target.timeout()));
    }
}
