package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Replaces a service's containers one by one, each new one healthy before an old one stops: start, gate, reload of what
 * sends requests to it, drain, stop, reload, remove.
 */
final class Rolling {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** Longer than any grace period that makes sense: Docker kills at the container's own. */
    private static final Duration STOP = Duration.ofMinutes(10);

    private final Host host;
    private final Target target;
    private final StackChange change;
    private final Hooks hooks;
    private final ReleaseLog log;
    private final String service;
    private final Deque<String> old = new ArrayDeque<>();
    private final Set<String> fresh = new HashSet<>();

    Rolling(Host host, Target target, StackChange change, Hooks hooks, ReleaseLog log, String service) {
        this.host = host;
        this.target = target;
        this.change = change;
        this.hooks = hooks;
        this.log = log;
        this.service = service;
    }

    /**
     * @param running what runs now; all containers of the service in it are old ones
     * @throws ReleaseException if a new one does not become healthy: it is removed, and the old one was not stopped
     */
    void roll(RunningStack running) {
        for (RunningStack.Container container : running.of(service)) {
            if (container.running()) {
                old.add(container.id());
            } else {
                remove(container.id());
            }
        }
        int wanted = change.replicas(service);
        while (fresh.size() < wanted) {
            startOne();
            if (!old.isEmpty()) {
                end(old.remove());
            }
        }
        while (!old.isEmpty()) {
            end(old.remove());
        }
    }

    private void startOne() {
        try {
            change.scale(service, old.size() + fresh.size() + 1, fresh.size() + 1, Set.copyOf(old));
            Set<String> found = found();
            log.progress(service + ": a new container is healthy beside " + old.size() + " old");
            hooks.reloadOthers(service);
            if (!old.isEmpty()) {
                drain();
            }
            fresh.addAll(found);
        } catch (UnknownOutcomeException e) {
            throw e; // nobody knows what is there to be undone
        } catch (RuntimeException e) {
            throw undone(e);
        }
    }

    /** New containers that did not take over yet go; whoever sends requests to them is told. */
    private RuntimeException undone(RuntimeException failure) {
        boolean interrupted = Thread.interrupted();
        try {
            found().forEach(this::remove);
            hooks.reloadOthers(service);
            log.progress(service + ": the new container was removed, the old one was not stopped");
        } catch (ReleaseException e) {
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return failure;
    }

    /** Containers of the service that are neither old nor new already. */
    private Set<String> found() {
        Set<String> found = new HashSet<>();
        RunningStack.inspect(host, target.project()).of(service).forEach(container -> found.add(container.id()));
        found.removeAll(old);
        found.removeAll(fresh);
        return found;
    }

    /** What was sent to it already is answered: its own stop signal and grace period hold. */
    private void end(String container) {
        host.require(change.lasting(service + "-stop", Docker.stop(container)), Deadline.in(STOP));
        hooks.reloadOthers(service);
        remove(container);
    }

    private void remove(String container) {
        Command remove = Docker.removeContainer(container);
        host.require(remove, Deadline.in(ANSWER));
    }

    private void drain() {
        try {
            TimeUnit.NANOSECONDS.sleep(target.rollout().drain().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "Waiting before an old container of service '" + service + "' stops was interrupted.",
                    "");
        }
    }
}
