package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.wait.ComposeUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A target's stack as Compose on the host sees it, brought to one release or another. */
final class HostStack {
    private static final Duration COPY = Duration.ofMinutes(2);

    private final Host host;
    private final Target target;
    private final ReleasePaths paths;
    private final ReleaseLog log;

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

    /** Starts services that are not running, with what they depend on, and leaves the others alone. */
    void ensureRunning(ReleaseRecord release, List<String> services) {
        up(release, services, new Compose.UpOptions(false, true, false, "never"));
    }

    /** Stops containers of services and keeps them, each with its service's own grace period. */
    void stop(ReleaseRecord release, List<String> services) {
        if (!services.isEmpty()) {
            host.require(
                    new Compose(project(release)).stop(services).lasting("stop"), Deadline.in(Duration.ofMinutes(5)));
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
        String json = host.require(new Compose(project(release)).config(), Deadline.in(COPY))
                .output();
        SecretUse.lines(target.secrets(), StackConfig.parse(json, target.directory()), "target '" + target.name() + "'")
                .forEach(log::progress);
    }

    /**
     * Brings the stack to a release and waits until it is healthy.
     *
     * @param from the release whose mounted files are there now
     * @param services services to switch; empty means the whole stack
     */
    void switchTo(ReleaseRecord release, Optional<ReleaseRecord> from, List<String> services) {
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
        boolean whole = services.isEmpty();
        up(release, services, new Compose.UpOptions(true, whole, whole, "never"));
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
        host.require(new Compose(project(release)).down(false).lasting("down"), Deadline.in(Duration.ofMinutes(5)));
    }

    private void up(ReleaseRecord release, List<String> services, Compose.UpOptions options) {
        new ComposeUp(host, log).up(project(release), services, options, target.timeout(), target.readiness());
    }
}
