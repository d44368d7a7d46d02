package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.adapter.flyway.Migrators;
import io.jenkins.plugins.composerelease.adapter.github.GitHubIssues;
import io.jenkins.plugins.composerelease.adapter.github.GitHubSettings;
import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.adapter.registry.HttpRegistry;
import io.jenkins.plugins.composerelease.adapter.registry.ImageCopy;
import io.jenkins.plugins.composerelease.adapter.registry.Registries;
import io.jenkins.plugins.composerelease.adapter.ssh.SshHost;
import io.jenkins.plugins.composerelease.cli.config.GitHubConfig;
import io.jenkins.plugins.composerelease.engine.ReleaseEngine;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.publish.Promoter;
import io.jenkins.plugins.composerelease.engine.publish.Publisher;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.IssueTracker;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.wait.AnyCompose;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Makes the parts that reach outside this process; tests put others in their place. */
class Parts {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration RECONNECT = Duration.ofMinutes(5);

    /** Whether this process was told to stop. */
    boolean stopping() {
        return false;
    }

    private final Host local = new AnyCompose(new LocalRunner());

    /** Runs commands on this machine. */
    Host local() {
        return local;
    }

    /**
     * The engine, connected to a target.
     *
     * @param mask hides secrets in what the target remembers
     */
    Releases releases(Target target, ReleaseLog log, UnaryOperator<String> mask) {
        CommandRunner local = local();
        Host host =
                new AnyCompose(SshHost.connect(target.name(), target.ssh(), local, Deadline.in(CONNECT), RECONNECT));
        ReleaseEngine engine = new ReleaseEngine(
                local,
                new Registries(target.registry().stream().toList(), log::progress)::of,
                new Migrators(),
                Instant::now,
                log,
                mask);
        return Releases.of(engine, host, log);
    }

    /** Builds and pushes to a registry. */
    Publisher publisher(RegistryLogin registry, Map<String, String> environment, ReleaseLog log) {
        return new Publisher(local(), new HttpRegistry(registry, log::progress), environment, log);
    }

    /**
     * Copies images to a registry.
     *
     * @param logins those of the destination and of where the images are
     */
    Promoter promoter(RegistryLogin destination, List<RegistryLogin> logins, ReleaseLog log) {
        return new Promoter(
                new ImageCopy(new Registries(logins, log::progress)),
                new HttpRegistry(destination, log::progress),
                log);
    }

    IssueTracker issues(GitHubConfig config) {
        return new GitHubIssues(GitHubSettings.of(config.apiUrl(), config.repository(), config.token()));
    }

    /** The secret files of a user on this machine. */
    SecretSets secretSets(String user) {
        return new SecretSets(Path.of("/dev/shm"), user);
    }
}
