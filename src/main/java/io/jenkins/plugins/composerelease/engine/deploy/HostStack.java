package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Plan.ServiceChange;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.wait.ComposeConfig;
import io.jenkins.plugins.composerelease.engine.wait.ComposeUp;
import io.jenkins.plugins.composerelease.engine.wait.EngineWait;
import io.jenkins.plugins.composerelease.engine.wait.ServiceGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A target's stack as Compose on the host sees it, brought to one release or another. */
final class HostStack {
    private static final Duration COPY = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(5);

    private final Host host;
    private final Target target;
    private final ReleasePaths paths;
    private final ReleaseLog log;
    private final Map<String, String> configs = new HashMap<>();

    HostStack(Host host, Target target, ReleaseLog log) {
        this.host = host;
        this.target = target;
        this.paths = ReleasePaths.of(target);
        this.log = log;
    }

    /** The compose project of a recorded release: its own files, its pinned images. */
    ComposeProject project(ReleaseRecord release) {
        List<String> files = new ArrayList<>();
        release.files().forEach(file -> files.add(paths.file(release.id(), file)));
        files.add(paths.override(release.id()));
        Map<String, Secret> secrets = new LinkedHashMap<>();
        target.secrets().stream()
                .filter(secret -> secret.kind() == SecretBinding.Kind.ENV)
                .forEach(secret -> secrets.put(secret.name(), secret.value()));
        return new ComposeProject(
                target.project(),
                target.directory(),
                files,
                release.profiles(),
                Workspace.envFiles(release.envFiles().stream()
                        .map(file -> paths.file(release.id(), file))
                        .toList()),
                release.variables(),
                secrets);
    }

    /** What Compose on the host reads in a release's files. It holds the values of interpolated secrets. */
    String config(ReleaseRecord release) {
        return configs.computeIfAbsent(
                release.id(), id -> host.require(new Compose(project(release)).config(), Deadline.in(COPY))
                        .output());
    }

    /** Starts services that are not running, with what they depend on, and leaves the others alone. */
    void ensureRunning(ReleaseRecord release, List<String> services) {
        up(release, services, new Compose.UpOptions(false, true, false, "never"));
    }

    /**
     * Starts what ran before and does not any more; waits for an engine that is being restarted.
     *
     * @return the services that had to be started
     */
    List<String> startAgain(ReleaseRecord release, List<String> ranBefore) {
        EngineWait.await(host);
        List<String> running = RunningStack.inspect(host, target.project()).running();
        List<String> stopped = ranBefore.stream()
                .filter(service -> !running.contains(service))
                .filter(StackConfig.parse(config(release), target.directory()).services()::containsKey)
                .toList();
        start(release, stopped);
        return stopped;
    }

    /** Gives up the room that is kept for a full disk: what has to be written now is more important. */
    void giveRoom() {
        try {
            host.run(HostFiles.remove(paths.home(), List.of(ReleasePaths.RESERVE)), Deadline.in(COPY));
        } catch (ReleaseException e) {
            log.warn("Could not give up the reserve of '" + target.name() + "': " + e.getMessage());
        }
    }

    /** Stops containers of services and keeps them, each with its service's own grace period. */
    void stop(ReleaseRecord release, List<String> services) {
        if (!services.isEmpty()) {
            host.require(new Compose(project(release)).stop(services).lasting("stop"), Deadline.in(STOP));
        }
    }

    /** Starts the containers that were stopped, as they are, and waits until they are healthy. */
    void start(ReleaseRecord release, List<String> services) {
        if (!services.isEmpty()) {
            up(release, services, new Compose.UpOptions(false, false, false, "never"));
        }
    }

    /** Puts mounted files in place where there are none yet, before anything starts that may mount them. */
    void installMissing(ReleaseRecord release) {
        if (!release.transferred().isEmpty()) {
            host.require(
                    HostFiles.installMissing(files(release), target.directory(), release.transferred()),
                    Deadline.in(COPY));
        }
    }

    /**
     * Lets Compose on the host read the release's files, stops here if it cannot, and says which services get which
     * secrets.
     */
    void check(ReleaseRecord release) {
        StackConfig config = StackConfig.parse(config(release), target.directory());
        SecretUse.lines(target.secrets(), config, "target '" + target.name() + "'")
                .forEach(log::progress);
    }

    /**
     * Lets services judge the release's files as their new containers would read them, before anything is switched.
     *
     * @return what was judged, in words; empty for nothing
     * @throws io.jenkins.plugins.composerelease.engine.model.ReleaseException if one refuses them
     */
    String validate(ReleaseRecord release) {
        return new Hooks(host, target, this, log).validate(release);
    }

    /**
     * Brings the stack to a release and waits until it is healthy.
     *
     * @param from the release whose mounted files are there now
     * @param changes what happens to each service
     */
    void switchTo(ReleaseRecord release, Optional<ReleaseRecord> from, List<ServiceChange> changes) {
        install(release, from);
        new StackChange(host, target, this, log, release, "switch").carryOut(changes);
    }

    /** The same for a release that was there before; what still is as that release left it is not touched. */
    void returnTo(ReleaseRecord release, Optional<ReleaseRecord> from, String work) {
        install(release, from);
        List<ServiceChange> changes = new WayBack(config(release), target)
                .changes(release, from, RunningStack.inspect(host, target.project()));
        new StackChange(host, target, this, log, release, work).carryOut(changes);
    }

    private void install(ReleaseRecord release, Optional<ReleaseRecord> from) {
        List<String> gone = from.map(ReleaseRecord::transferred).orElse(List.of()).stream()
                .filter(file -> !release.transferred().contains(file))
                .toList();
        if (!gone.isEmpty()) {
            host.require(HostFiles.remove(target.directory(), gone), Deadline.in(COPY));
        }
        if (!release.transferred().isEmpty()) {
            host.require(
                    HostFiles.install(files(release), target.directory(), release.transferred()), Deadline.in(COPY));
        }
    }

    private String files(ReleaseRecord release) {
        return paths.release(release.id()) + "/files";
    }

    /** Requires that everything stays healthy for a while. */
    void requireStable(ReleaseRecord release, Duration window) {
        if (!window.isZero()) {
            new ComposeUp(host, log).requireStable(project(release), window, target.readiness());
        }
    }

    /** Stops and removes the project's containers and networks; volumes stay. */
    void takeDown(ReleaseRecord release) {
        host.require(new Compose(project(release)).down(false).lasting("down"), Deadline.in(STOP));
    }

    private void up(ReleaseRecord release, List<String> services, Compose.UpOptions options) {
        String started = options.dependencies()
                ? ComposeConfig.starting(config(release), services, release.profiles())
                : config(release);
        ServiceGraph all =
                ComposeConfig.services(started).withKnown(target.readiness().conditions());
        ServiceGraph awaited = options.dependencies() ? all : all.only(services);
        Command up = new Compose(project(release)).up(services, options).lasting("start");
        new ComposeUp(host, log)
                .up(
                        project(release),
                        up,
                        awaited,
                        Set.of(),
                        target.timeout(),
                        target.readiness().logs());
    }
}
