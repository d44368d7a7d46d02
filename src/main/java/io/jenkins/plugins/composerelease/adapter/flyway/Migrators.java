package io.jenkins.plugins.composerelease.adapter.flyway;

import io.jenkins.plugins.composerelease.engine.migrate.ContainerMigrator;
import io.jenkins.plugins.composerelease.engine.migrate.DatabaseNotRunningException;
import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.migrate.MigratorFactory;
import io.jenkins.plugins.composerelease.engine.migrate.ServiceAddress;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.Optional;

/** Makes Flyway migrators, through a forward where the database is a compose service, and in-container ones. */
public final class Migrators implements MigratorFactory {

    /**
     * @throws DatabaseNotRunningException if Flyway's service has no running container
     */
    @Override
    public Migrator open(Migration migration, Host host, ComposeProject project, ReleaseLog log, Deadline deadline) {
        if (migration instanceof Migration.InContainer inContainer) {
            return new ContainerMigrator(inContainer, host, project, log);
        }
        Migration.Flyway flyway = (Migration.Flyway) migration;
        if (flyway.service().isEmpty()) {
            return FlywayMigrator.direct(flyway, log, deadline);
        }
        String service = flyway.service().get();
        JdbcUrl url = new JdbcUrl(flyway.url());
        int port = url.port();
        String address = ServiceAddress.find(host, project.name(), service, deadline)
                .orElseThrow(() -> new DatabaseNotRunningException(service, project.name(), host.place()));
        Host.Forward forward = host.forward(address, port, deadline);
        try {
            JdbcUrl local = url.at(forward.address(), forward.port());
            return new FlywayMigrator(flyway, local, Optional.of(forward), log, deadline);
        } catch (RuntimeException e) {
            forward.close();
            throw e;
        }
    }
}
