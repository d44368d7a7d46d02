package io.jenkins.plugins.composerelease.engine.model;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
     * @param rules what of Flyway's own behaviour the target changes
     */
    record Flyway(
            List<String> locations,
            String url,
            Optional<String> service,
            Optional<String> user,
            Optional<Secret> password,
            Duration timeout,
            Rules rules)
            implements Migration {

        /**
         * @param outOfOrder whether a migration may be applied that is below the schema's version
         * @param placeholderReplacement whether <code>${name}</code> in SQL is replaced
         * @param placeholders what it is replaced by, by name; never a secret
         */
        public record Rules(boolean outOfOrder, boolean placeholderReplacement, Map<String, String> placeholders) {
            public static final Rules DEFAULT = new Rules(false, true, Map.of());

            public Rules {
                placeholders = Collections.unmodifiableMap(new TreeMap<>(placeholders));
                placeholders.keySet().forEach(name -> Names.name("placeholder", name));
            }
        }

        public Flyway {
            locations = List.copyOf(locations);
            if (!url.startsWith("jdbc:")) {
                throw new InvalidInputException(
                        "'" + Text.printable(url) + "' is not a JDBC URL.",
                        "Give one like jdbc:postgresql://db:5432/app.");
            }
            service.ifPresent(name -> Names.name("service", name));
        }

        /** With Flyway's rules as they are by default. */
        public Flyway(
                List<String> locations,
                String url,
                Optional<String> service,
                Optional<String> user,
                Optional<Secret> password,
                Duration timeout) {
            this(locations, url, service, user, password, timeout, Rules.DEFAULT);
        }

        /** Whether the database takes back the tables of a migration that fails, and not its rows alone. */
        public boolean transactional() {
            return url.startsWith("jdbc:postgresql:") || url.startsWith("jdbc:sqlite:");
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
