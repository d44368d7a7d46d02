package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.adapter.registry.HttpRegistry;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The images of the deploy tests' application, built and pushed once. */
public final class DeployImages {
    /** An application whose health check fails. */
    static final String BAD = "bad";
    /** An application whose health check has no result for longer than any test waits. */
    static final String SLOW = "slow";

    /** A stack with a database and an application on its schema. */
    public static final String DATABASE = """
              db:
                image: ${DB_IMAGE}
                volumes: [data:/data]
                healthcheck: {test: [CMD, pg_isready, -q, -h, 127.0.0.1], interval: 200ms, retries: 50}
            volumes: {data: {}}
            """;

    static final String MARIADB_PASSWORD = "maria-7c1.x";

    /** The same with MariaDB. */
    static final String MARIADB = """
              db:
                image: ${DB_IMAGE}
                volumes: [data:/data]
                healthcheck:
                  test: [CMD, mariadb, -h127.0.0.1, -ushop, "-pmaria-7c1.x", -e, SELECT 1]
                  interval: 200ms
                  retries: 100
            volumes: {data: {}}
            """;

    private static final TestBed BED = TestBed.get();
    private static final Map<String, PublishedImage> BUILT = new ConcurrentHashMap<>();

    private DeployImages() {}

    /** Compose services that are the application, to be continued with more keys of the last one. */
    static String services(String... names) {
        StringBuilder yaml = new StringBuilder("services:\n");
        for (String name : names) {
            yaml.append("  ").append(name).append(":\n    image: ${WEB_IMAGE}\n    init: true\n");
        }
        return yaml.toString();
    }

    /** The application: {@code 1}, {@code 2} (healthy), {@link #BAD} or {@link #SLOW}. */
    static PublishedImage web(String version) {
        return BUILT.computeIfAbsent("web:" + version, name -> build(name, """
                FROM %s
                RUN mkdir /www && echo %s > /www/VERSION
                HEALTHCHECK --interval=200ms --retries=3 CMD ! grep -q bad /www/VERSION && \
                  if grep -q slow /www/VERSION; then sleep 25; fi && \
                  busybox wget -q -O /dev/null http://127.0.0.1:8080/VERSION
                CMD ["busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
                """.formatted(BED.baseImage(), version)));
    }

    /** A PostgreSQL with an empty database {@code shop} that lets everybody in. */
    public static String database() {
        String postgres = "setpriv --reuid=postgres --regid=postgres --init-groups ";
        return BUILT.computeIfAbsent(
                        "db:15", name -> build(name, """
                FROM %s
                RUN install -d -o postgres /data /run/postgresql && %sinitdb -D /data/pg -U shop --auth=trust \
                  --encoding=UTF8 --locale=C.UTF-8 --no-sync > /dev/null \
                  && echo host all all all trust >> /data/pg/pg_hba.conf \
                  && echo 'CREATE DATABASE shop' | %spostgres --single -D /data/pg postgres
                STOPSIGNAL SIGINT
                CMD exec %spostgres -D /data/pg -c listen_addresses='*' -c fsync=off
                """.formatted(BED.baseImage(), postgres, postgres, postgres)))
                .reference()
                .toString();
    }

    /** A MariaDB with an empty database {@code shop} and a user of it, {@code shop}, who has a password. */
    static String mariadb() {
        return BUILT.computeIfAbsent(
                        "mariadb:10", name -> build(name, """
                FROM %s
                RUN mkdir -p /run/mysqld && mariadb-install-db --user=root --datadir=/data/m --skip-test-db > /dev/null \
                  && printf '%%s\\n' "CREATE DATABASE shop;" "USE mysql;" "FLUSH PRIVILEGES;" \
                  "CREATE USER shop@'%%' IDENTIFIED BY '%s';" "GRANT ALL ON shop.* TO shop@'%%';" \
                  | mariadbd --user=root --datadir=/data/m --bootstrap
                CMD exec mariadbd --user=root --datadir=/data/m --bind-address=0.0.0.0 --innodb-buffer-pool-size=16M \
                  --innodb-flush-log-at-trx-commit=0 --skip-name-resolve
                """.formatted(BED.baseImage(), MARIADB_PASSWORD)))
                .reference()
                .toString();
    }

    /** Points a tag of the repository at a version's image. */
    static void tag(String tag, String version) {
        new HttpRegistry(login()).tag(web(version).reference(), tag, Deadline.in(Duration.ofMinutes(1)));
    }

    public static RegistryLogin login() {
        return new RegistryLogin(
                BED.registry(), Optional.of(BED.registryUser()), Optional.of(BED.registryPassword()), true);
    }

    /**
     * Builds and pushes an image.
     *
     * @param options more of {@code docker build}
     */
    public static PublishedImage build(String name, String dockerfile, String... options) {
        String tag = BED.registry() + "/deployit/" + name;
        Deadline deadline = Deadline.in(Duration.ofMinutes(2));
        BED.agent()
                .require(
                        Command.of("build", "docker", "build", "--quiet", "--tag", tag)
                                .withArguments(List.of(options))
                                .withArguments(List.of("-"))
                                .withStdin(Secret.of(dockerfile)),
                        deadline);
        BED.agent().require(Command.of("push", "docker", "push", "--quiet", tag), deadline);
        ImageReference reference = ImageReference.parse(tag);
        String digest = new HttpRegistry(login())
                .manifest(reference, deadline)
                .orElseThrow()
                .digest();
        return new PublishedImage(
                "web",
                reference.pinned(digest),
                List.of(),
                Optional.empty(),
                1000,
                List.of(),
                false,
                List.of(),
                Optional.empty());
    }
}
