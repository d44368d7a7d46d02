package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Readiness.Logs;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * One wait of the gate. Everything happens on the caller's thread; events, probes and the end of the start-up queue for
 * it. An event tells what it can; what it cannot tell is inspected; one list of the whole project is the look that
 * covers what events did not.
 */
final class GateRun implements AutoCloseable {
    private static final Duration SECOND_LOOK = Duration.ofSeconds(5);
    private static final Duration AFTER_GAP = Duration.ofSeconds(1);
    private static final int FEW = 3;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Tolerance tolerance;
    private final String project;
    private ServiceGraph services;
    private final Deadline deadline;
    private final DockerStates docker;
    private final EventStream.Subscription events;
    private final Probes probes;
    private final Optional<LogTails> tails;
    private final FailureReport failures;
    private final GateProgress progress;
    private final Fleet fleet = new Fleet();
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private Optional<Startup> startup = Optional.empty();
    private boolean starting;
    private boolean startupEnded;
    private Deadline lastLook = Deadline.in(Duration.ZERO);
    private Deadline secondLook = Deadline.in(SECOND_LOOK);

    GateRun(Host host, ReleaseLog log, String project, ServiceGraph services, Deadline deadline, Logs logs) {
        tolerance = new Tolerance(log, project);
        this.project = project;
        this.services = services;
        this.deadline = deadline;
        docker = new DockerStates(host);
        failures = new FailureReport(docker, log, logs, services, host.place());
        progress = new GateProgress(log, services);
        tails = logs == Logs.ALL ? Optional.of(new LogTails(host, log)) : Optional.empty();
        probes = new Probes(host, () -> signals.add(new Signal.Probed()));
        events = EventStream.subscribe(host, project, new EventStream.Listener() {
            @Override
            public void event(ContainerEvent event, boolean repeated) {
                signals.add(new Signal.Changed(event, repeated));
            }

            @Override
            public void gap() {
                signals.add(new Signal.Gap());
            }
        });
    }

    /** Containers that count for nothing. */
    GateRun ignoring(Set<String> containers) {
        fleet.ignore(containers);
        return this;
    }

    List<ContainerState> await(Optional<Runnable> work) {
        progress.begin();
        look();
        work.ifPresent(this::begin);
        inspectDoubtful();
        boolean last = false;
        while (true) {
            Map<String, Verdict> verdicts = judge(Judge::judge);
            progress.show(verdicts);
            failures.throwIfFailed(verdicts);
            tails.ifPresent(shown -> showLogs(shown, verdicts));
            if (!starting && verdicts.values().stream().allMatch(Verdict.Ready.class::isInstance)) {
                if (fleet.confirmed()) {
                    return fleet.states();
                }
                // What only events have told may be older than what a look would show, and has no ports.
                if (tolerance.run(this::confirm)) {
                    continue;
                }
            }
            if (last) {
                progress.late(verdicts, deadline.length());
                throw failures.late(verdicts, deadline.length());
            }
            last = lookOrStep(verdicts);
        }
    }

    void watch() {
        look();
        fleet.doubtYoung(System.nanoTime());
        inspectDoubtful();
        fleet.forgiveRestarts();
        services = services.only(fleet.services());
        boolean last = false;
        while (true) {
            Map<String, Verdict> verdicts = judge(Judge::judgeSteady);
            progress.showFailures(verdicts);
            failures.throwIfFailed(verdicts);
            if (last) {
                return;
            }
            last = lookOrStep(verdicts);
        }
    }

    @Override
    public void close() {
        startup.ifPresent(Startup::close);
        tails.ifPresent(LogTails::close);
        probes.close();
        failures.close();
        events.close();
    }

    private void begin(Runnable work) {
        starting = true;
        fleet.countOnlyNew(true);
        fleet.doubtYoung(System.nanoTime());
        startup = Optional.of(new Startup(work, failure -> signals.add(new Signal.Started(failure))));
        startup.get().begin();
    }

    private Map<String, Verdict> judge(BiFunction<ServiceSpec, List<Observed>, Verdict> judge) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        Map<String, List<Observed>> seen = fleet.byService(System.nanoTime());
        for (ServiceSpec spec : services.services()) {
            List<Observed> own = seen.getOrDefault(spec.name(), List.of()).stream()
                    .map(container ->
                            container.withProbes(probes.of(container.state().id())))
                    .toList();
            verdicts.put(spec.name(), judge.apply(spec, own));
        }
        return verdicts;
    }

    private void showLogs(LogTails shown, Map<String, Verdict> verdicts) {
        fleet.byService(System.nanoTime()).forEach((service, containers) -> {
            if (verdicts.get(service) instanceof Verdict.Ready) {
                shown.end(service);
            } else if (verdicts.containsKey(service)) {
                containers.forEach(container -> shown.follow(container.state()));
            }
        });
    }

    /** Waits for what comes next; true when the deadline has passed, after a last look. */
    private boolean lookOrStep(Map<String, Verdict> verdicts) {
        if (deadline.passed()) {
            tolerance.run(this::look);
            tolerance.run(this::inspectDoubtful);
            return true;
        }
        step(untilNextLook(verdicts));
        return false;
    }

    private void step(Duration wait) {
        boolean gap = false;
        try {
            Signal signal = signals.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            for (; signal != null; signal = signals.poll()) {
                if (signal instanceof Signal.Changed change) {
                    hear(change.event(), change.repeated());
                } else if (signal instanceof Signal.Started started) {
                    started.failure().ifPresent(this::startupFailed);
                    startupEnded = true;
                } else if (signal instanceof Signal.Gap) {
                    gap = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseException(
                    ExitCode.FAILED, "Waiting for the services of project '" + project + "' was interrupted.", "");
        }
        boolean justStarted = starting && startupEnded;
        if (gap || justStarted || secondLook.passed() || unseenIsDue()) {
            tolerance.run(this::look);
        }
        if (gap) {
            secondLook = Deadline.in(AFTER_GAP);
        }
        tolerance.run(this::inspectDoubtful);
    }

    private void hear(ContainerEvent event, boolean repeated) {
        boolean begins = event.action().equals("start") && !fleet.isRunning(event.container());
        fleet.apply(event, repeated, System.nanoTime());
        if (event.action().equals("die") && event.exitCode() != 0) {
            failures.mayNeed(event.container());
        }
        if (event.action().equals("start")) {
            failures.startedAgain(event.container());
        }
        if (begins || event.action().equals("destroy")) {
            probes.forget(event.container());
        }
    }

    /** While Compose works, the look at its end is soon enough. */
    private boolean unseenIsDue() {
        return !starting && !fleet.confirmed() && lastLook.elapsed().compareTo(BETWEEN_LOOKS) >= 0;
    }

    /** Compose's own message names a container at best; the gate knows why that one failed. */
    private void startupFailed(RuntimeException failure) {
        if (EngineWait.isAway(failure)) {
            throw failure; // what ended with the engine says nothing about the services
        }
        tolerance.run(this::look);
        tolerance.run(this::inspectDoubtful);
        Map<String, Verdict> verdicts =
                judge((spec, containers) -> Judge.judgeGivenUp(spec, containers, failure.getMessage()));
        progress.showFailures(verdicts);
        failures.throwIfFailed(verdicts);
        throw failure;
    }

    private Duration untilNextLook(Map<String, Verdict> verdicts) {
        Duration wait = Deadline.shorter(deadline.remaining(), secondLook.remaining());
        for (Verdict verdict : verdicts.values()) {
            if (verdict instanceof Verdict.Waiting waiting && waiting.again().isPresent()) {
                wait = Deadline.shorter(wait, waiting.again().get());
            }
        }
        boolean unseen = !starting && !fleet.confirmed();
        Duration soon = BETWEEN_LOOKS.minus(lastLook.elapsed());
        return unseen ? Deadline.shorter(wait, soon.isNegative() ? Duration.ZERO : soon) : wait;
    }

    private void look() {
        lastLook = Deadline.in(Duration.ZERO);
        secondLook = Deadline.in(SECOND_LOOK);
        fleet.replace(docker.list(project), System.nanoTime());
        if (startupEnded) {
            starting = false; // only now: what was seen before may be what Compose has just replaced
            fleet.countOnlyNew(false);
        }
    }

    /** Looks at what only events have told: at a few by themselves, as a list of all takes longer than an inspection. */
    private void confirm() {
        Set<String> unconfirmed = fleet.unconfirmed();
        if (unconfirmed.size() > FEW) {
            look();
        } else {
            fleet.update(unconfirmed, docker.inspect(unconfirmed), System.nanoTime());
        }
        inspectDoubtful();
    }

    /** Inspects what cannot be told otherwise, and has probes begin where that has shown a container to run. */
    private void inspectDoubtful() {
        Set<String> asked = fleet.doubtful();
        fleet.byService(System.nanoTime())
                .forEach((service, containers) -> services.find(service).ifPresent(spec -> containers.stream()
                        .map(Observed::state)
                        .filter(state -> probes.needs(spec, state))
                        .forEach(state -> asked.add(state.id()))));
        if (asked.isEmpty()) {
            return;
        }
        List<ContainerState> states = docker.inspect(asked);
        fleet.update(asked, states, System.nanoTime());
        states.forEach(state -> services.find(state.service()).ifPresent(spec -> probes.follow(spec, state)));
    }
}
