package io.jenkins.plugins.composerelease.packaging;

import org.flywaydb.core.Flyway;

/** Run by {@link CommandLineJarIT} with the runnable jar as class path: migrates a database from a directory. */
final class FlywayProbe {
    private FlywayProbe() {}

    public static void main(String[] args) {
        int applied = Flyway.configure()
                .dataSource(args[0], "sa", "")
                .locations("filesystem:" + args[1])
                .load()
                .migrate()
                .migrationsExecuted;
        System.exit(applied == 1 ? 0 : 1);
    }
}
