package io.jenkins.plugins.composerelease.engine.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a release brings the database schema up to date. */
public sealed interface Migration {

    /** Time the migration may take. */
    Duration timeout();

    /**
     * Flyway, the library, in this process.
     *
     * @param locations directories of SQL migrations on this machine, absolute
     * @param url JDBC URL; with {@code service}, its host and port are replaced by a forward to that service
     * @param service compose service of the database to reach through the target, or empty to use the URL as it is
     * @param user database user
     * @param password database password
     */
    record Flyway(
            List<String> locations,
            String url,
            Optional<String> service,
            Optional<String> user,
            Optional<Secret> password,
            Duration timeout)
            implements Migration {
        public Flyway {
            locations = List.copyOf(locations);
            if (!url.startsWith("jdbc:")) {
                throw new InvalidInputException(
                        "'" + Text.printable(url) + "' is not a JDBC URL.",
                        "Give one like jdbc:postgresql://db:5432/app.");
            }
            service.ifPresent(name -> Names.name("service", name));
        }
    }

    /**
     * A command in the new image, by {@code docker compose run --rm}.
     *
     * @param service compose service whose image and environment it uses
     * @param argv the command
     * @param pending command that lists what is pending, one line each; nothing pending when it prints nothing
     */
    record InContainer(String service, List<String> argv, List<String> pending, Duration timeout) implements Migration {
        public InContainer {
            Names.name("service", service);
            argv = List.copyOf(argv);
            pending = List.copyOf(pending);
            if (argv.isEmpty()) {
                throw new InvalidInputException(
                        "The migration of service '" + service + "' has no command.", "Give one.");
            }
        }
    }
}
