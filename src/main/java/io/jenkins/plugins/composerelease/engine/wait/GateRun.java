package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** One wait of the gate. Everything happens on the caller's thread; events and the end of the start-up queue for it. */
final class GateRun implements AutoCloseable {
    private static final Duration SECOND_LOOK = Duration.ofSeconds(5);

    private final ReleaseLog log;
    private final String project;
    private ServiceGraph services;
    private final Deadline deadline;
    private final DockerStates docker;
    private final EventStream events;
    private final FailureReport failures;
    private final GateProgress progress;
    private final Fleet fleet = new Fleet();
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private Optional<Startup> startup = Optional.empty();
    private boolean starting;
    private boolean startupEnded;
    private Deadline secondLook = Deadline.in(SECOND_LOOK);
    private boolean blind;

    GateRun(Host host, ReleaseLog log, String project, ServiceGraph services, Deadline deadline) {
        this.log = log;
        this.project = project;
        this.services = services;
        this.deadline = deadline;
        docker = new DockerStates(host);
        events = new EventStream(host, project, event -> signals.add(new Signal.Changed(event)));
        failures = new FailureReport(docker, log, services, host.place());
        progress = new GateProgress(log, services);
    }

    List<ContainerState> await(Optional<Runnable> work) {
        events.open();
        look();
        work.ifPresent(this::begin);
        boolean lastLook = false;
        while (true) {
            Map<String, Verdict> verdicts = judge(Judge::judge);
            progress.show(verdicts);
            failures.throwIfFailed(verdicts);
            if (!starting && verdicts.values().stream().allMatch(Verdict.Ready.class::isInstance)) {
                return fleet.states();
            }
            if (lastLook) {
                progress.late(verdicts, deadline.length());
                throw failures.late(verdicts, deadline.length());
            }
            if (deadline.passed()) {
                tolerate(this::look);
                lastLook = true;
            } else {
                step(untilNextLook(verdicts));
            }
        }
    }

    void watch() {
        events.open();
        look();
        fleet.forgiveRestarts();
        services = services.only(fleet.services());
        boolean lastLook = false;
        while (true) {
            Map<String, Verdict> verdicts = judge(Judge::judgeSteady);
            progress.showFailures(verdicts);
            failures.throwIfFailed(verdicts);
            if (lastLook) {
                return;
            }
            if (deadline.passed()) {
                tolerate(this::look);
                lastLook = true;
            } else {
                step(untilNextLook(verdicts));
            }
        }
    }

    @Override
    public void close() {
        startup.ifPresent(Startup::close);
        events.close();
    }

    private void begin(Runnable work) {
        starting = true;
        fleet.countOnlyNew(true);
        startup = Optional.of(new Startup(work, failure -> signals.add(new Signal.Started(failure))));
        startup.get().begin();
    }

    private Map<String, Verdict> judge(BiFunction<ServiceSpec, List<Observed>, Verdict> judge) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        long now = System.nanoTime();
        services.services().forEach(spec -> verdicts.put(spec.name(), judge.apply(spec, fleet.of(spec.name(), now))));
        return verdicts;
    }

    private void step(Duration wait) {
        Set<String> changed = new LinkedHashSet<>();
        try {
            Signal signal = signals.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            for (; signal != null; signal = signals.poll()) {
                if (signal instanceof Signal.Changed change && fleet.apply(change.event())) {
                    changed.add(change.event().container());
                } else if (signal instanceof Signal.Started started) {
                    started.failure().ifPresent(this::startupFailed);
                    startupEnded = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseException(
                    ExitCode.FAILED, "Waiting for the services of project '" + project + "' was interrupted.", "");
        }
        boolean justStarted = starting && startupEnded;
        if (events.reopen() || justStarted || secondLook.passed()) {
            tolerate(this::look);
        } else if (!changed.isEmpty()) {
            tolerate(() -> fleet.update(changed, docker.inspect(changed), System.nanoTime()));
        }
    }

    /** Compose's own message names a container at best; the gate knows why that one failed. */
    private void startupFailed(RuntimeException failure) {
        tolerate(this::look);
        Map<String, Verdict> verdicts =
                judge((spec, containers) -> Judge.judgeGivenUp(spec, containers, failure.getMessage()));
        progress.showFailures(verdicts);
        failures.throwIfFailed(verdicts);
        throw failure;
    }

    private Duration untilNextLook(Map<String, Verdict> verdicts) {
        Duration wait = deadline.remaining();
        wait = shorter(wait, secondLook.remaining());
        for (Verdict verdict : verdicts.values()) {
            if (verdict instanceof Verdict.Waiting waiting && waiting.again().isPresent()) {
                wait = shorter(wait, waiting.again().get());
            }
        }
        return wait;
    }

    private void look() {
        secondLook = Deadline.in(SECOND_LOOK);
        Map<String, Duration> ages = docker.ages(project);
        fleet.replace(docker.inspect(ages.keySet()), ages, System.nanoTime());
        if (startupEnded) {
            starting = false; // only now: what was seen before may be what Compose has just replaced
            fleet.countOnlyNew(false);
        }
    }

    /** A place that cannot be reached for a while is no failure of a service: there is a next look. */
    private void tolerate(Runnable look) {
        try {
            look.run();
            blind = false;
        } catch (CommandFailedException e) {
            if (!blind) {
                log.warn("Cannot see the containers of project '" + project + "' at the moment, trying again: "
                        + e.getMessage());
            }
            blind = true;
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** What wakes the gate. */
    private sealed interface Signal {
        record Changed(ContainerEvent event) implements Signal {}

        record Started(Optional<RuntimeException> failure) implements Signal {}
    }
}
