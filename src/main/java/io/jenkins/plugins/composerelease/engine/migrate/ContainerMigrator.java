package io.jenkins.plugins.composerelease.engine.migrate;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Migrates with a command in the new image, by {@code docker compose run --rm --no-deps -T} on the host. It knows
 * neither schema versions nor whether the database is ahead; without a command that lists what is pending, the plan
 * shows the migration command itself.
 */
public final class ContainerMigrator implements Migrator {
    private static final Duration CLEAN_UP = Duration.ofSeconds(30);

    private final Migration.InContainer migration;
    private final CommandRunner host;
    private final ComposeProject project;
    private final ReleaseLog log;

    /**
     * @param project the release's project with the new images, which the host has already
     */
    public ContainerMigrator(
            Migration.InContainer migration, CommandRunner host, ComposeProject project, ReleaseLog log) {
        this.migration = migration;
        this.host = host;
        this.project = project;
        this.log = log;
    }

    @Override
    public Status status(Deadline deadline) {
        if (migration.pending().isEmpty()) {
            return new Status(Optional.empty(), List.of(unknown()), false, false);
        }
        CommandResult result = run(migration.pending(), deadline, false);
        List<PendingMigration> pending = result.output()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> new PendingMigration(Text.printable(line), "", Optional.empty(), List.of()))
                .toList();
        return new Status(Optional.empty(), pending, false, false);
    }

    @Override
    public Outcome migrate(Deadline deadline, MigrationLog heard) {
        List<String> versions = status(deadline).pending().stream()
                .map(PendingMigration::version)
                .toList();
        if (versions.isEmpty()) {
            return new Outcome(List.of(), Optional.empty());
        }
        // One command does them all, so they begin together.
        versions.forEach(heard::started);
        boolean applied = false;
        try {
            run(migration.argv(), deadline, true);
            applied = true;
        } finally {
            boolean ok = applied;
            versions.forEach(version -> heard.ended(version, ok));
        }
        return new Outcome(versions, Optional.empty());
    }

    @Override
    public void close() {
        // holds nothing: each command is a container of its own
    }

    private PendingMigration unknown() {
        return new PendingMigration(
                String.join(" ", migration.argv()),
                "runs in the new image of '" + migration.service() + "'",
                Optional.empty(),
                List.of());
    }

    private CommandResult run(List<String> argv, Deadline deadline, boolean shown) {
        String container =
                project.name() + "-migrate-" + UUID.randomUUID().toString().substring(0, 8);
        Command plain = new Compose(project).run(migration.service(), container, argv);
        Command command = shown ? plain.lasting("migrate-" + migration.service()) : plain;
        Deadline bounded = deadline.atMost(migration.timeout());
        CommandResult result;
        try {
            result = host.run(command, bounded, (error, line) -> {
                if (shown || error) {
                    log.output(migration.service(), line);
                }
            });
        } catch (CommandFailedException e) {
            boolean removed = remove(container);
            throw failed(
                    argv,
                    e.getMessage() + (removed ? " Its container was removed." : ""),
                    "Look at the schema before the next release: what it committed stays.",
                    e);
        }
        if (!result.succeeded()) {
            String tail = Text.tail(result.errors().isBlank() ? result.output() : result.errors(), 10);
            throw failed(
                    argv,
                    "exit code " + result.exitCode() + ", expected 0 (after " + Text.elapsed(result.elapsed()) + ")"
                            + (tail.isBlank() ? "." : ":\n" + tail.indent(2).stripTrailing()),
                    "Correct the migration and release again.",
                    null);
        }
        return result;
    }

    /** Compose may be gone before its container is. */
    private boolean remove(String container) {
        try {
            return host.run(Docker.removeContainer(container), Deadline.in(CLEAN_UP))
                    .succeeded();
        } catch (ReleaseException e) {
            return false;
        }
    }

    private ReleaseException failed(List<String> argv, String what, String advice, Exception cause) {
        return new ReleaseException(
                ExitCode.MIGRATION_FAILED,
                "Migration command '" + Text.printable(String.join(" ", argv)) + "' in the new image of service '"
                        + migration.service() + "' on '" + host.place() + "' failed: " + what,
                advice,
                cause);
    }
}
