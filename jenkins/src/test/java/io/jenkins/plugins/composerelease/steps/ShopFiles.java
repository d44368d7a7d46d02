package io.jenkins.plugins.composerelease.steps;

/** Compose files and Dockerfiles of the applications that tests release. */
final class ShopFiles {
    private ShopFiles() {}

    /** One service, of an image that publishing makes. */
    static final String WEB = """
            services:
              web:
                image: ${WEB_IMAGE}
                init: true
            """;

    /** That image: {@code bad} versions are never healthy, {@code slow} ones not before 25 s. Takes the base image. */
    static final String DOCKERFILE = """
            FROM %s
            COPY VERSION /www/
            HEALTHCHECK --interval=200ms --retries=3 CMD ! grep -q bad /www/VERSION && \\
              if grep -q slow /www/VERSION; then sleep 25; fi && \\
              busybox wget -q -O /dev/null http://127.0.0.1:8080/VERSION
            CMD ["busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
            """;

    /** What {@link #WEB} gets more with a database. */
    static final String DATABASE = """
              db:
                image: ${DB_IMAGE}
                volumes: [data:/data]
                healthcheck: {test: [CMD, pg_isready, -q, -h, 127.0.0.1], interval: 200ms, retries: 50}
            volumes: {data: {}}
            """;

    /** A database of the base image. */
    static final String DATABASE_IMAGE = """
            FROM %s
            RUN install -d -o postgres /data /run/postgresql && setpriv --reuid=postgres --regid=postgres --init-groups \\
              initdb -D /data/pg -U shop --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync > /dev/null \\
              && echo host all all all trust >> /data/pg/pg_hba.conf && echo 'CREATE DATABASE shop' \\
              | setpriv --reuid=postgres --regid=postgres --init-groups postgres --single -D /data/pg postgres
            STOPSIGNAL SIGINT
            CMD exec setpriv --reuid=postgres --regid=postgres --init-groups postgres -D /data/pg -c listen_addresses='*' \\
              -c fsync=off
            """;

    /** A service and a database of another image, with a password. Takes that image. */
    static final String PASSWORD_DATABASE = WEB + """
                depends_on: {db: {condition: service_healthy}}
              db:
                image: %s
                volumes: [data:/var/lib/postgresql/data]
                secrets: [db_password]
                healthcheck: {test: [CMD, pg_isready, -q, -h, 127.0.0.1, -U, shop, -d, shop], interval: 1s, retries: 60}
            volumes: {data: {}}
            secrets: {db_password: {file: ./db_password}}
            """;

    /** An image of its own layers alone. Takes the base image. */
    static final String OWN_LAYERS = """
            FROM %s AS base
            FROM scratch
            COPY --from=base /bin/busybox /bin/busybox
            COPY --from=base /bin/busybox /bin/cat
            COPY --from=base /lib64/ld-linux-x86-64.so.2 /lib64/
            COPY --from=base /lib/x86_64-linux-gnu/libc.so.6 /lib/x86_64-linux-gnu/libresolv.so.2 /lib/x86_64-linux-gnu/
            COPY VERSION /www/
            CMD ["/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
            """;
}
