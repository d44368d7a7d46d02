package io.jenkins.plugins.composerelease.engine.model;

/**
 * A logical PostgreSQL backup ({@code pg_dump} in the database's container) before migrations.
 *
 * @param service compose service of the database
 * @param user database user
 * @param database database name
 * @param keep how many backups to keep, at least 1
 */
public record Backup(String service, String user, String database, int keep) {
    public Backup {
        Names.name("service", service);
        Names.argument("backup user", user);
        Names.argument("backup database", database);
        if (keep < 1) {
            throw new InvalidInputException("backup keep " + keep + " is too small.", "Keep at least one.");
        }
    }
}
