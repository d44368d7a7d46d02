package io.jenkins.plugins.composerelease.adapter.flyway;

import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/** Says what a failed migration left in the database: it asks the schema history rather than guess from the statements. */
final class WhatIsLeft {
    static final String UNKNOWN = "Whether it was rolled back is not known.";

    private final Flyway flyway;
    private final List<String> planned;

    /** @param before what was pending before it */
    WhatIsLeft(Flyway flyway, Migrator.Status before) {
        this.flyway = flyway;
        this.planned = before.pending().stream().map(PendingMigration::version).toList();
    }

    String sentence(FlywayException failure) {
        try {
            List<MigrationInfo> all = Arrays.asList(flyway.info().all());
            List<String> applied = planned(all.stream()
                    .filter(info ->
                            info.getState().isApplied() && !info.getState().isFailed()));
            List<String> failed =
                    planned(all.stream().filter(info -> info.getState().isFailed()));
            List<String> rest = planned.stream()
                    .filter(version -> !applied.contains(version) && !failed.contains(version))
                    .toList();
            return (failed.isEmpty() ? "It was rolled back." : half(failure))
                    + (applied.isEmpty() ? "" : " Applied before it, and kept: " + String.join(", ", applied) + ".")
                    + (failed.isEmpty() || rest.isEmpty() ? "" : " Not begun: " + String.join(", ", rest) + ".");
        } catch (RuntimeException e) {
            return UNKNOWN;
        }
    }

    private static String half(FlywayException failure) {
        int line = failure instanceof FlywayMigrateException known ? known.getLineNumber() : 0;
        return line > 1
                ? "It was not rolled back: what stands before line " + line + " may be in the schema, the rest is not."
                : "It was not rolled back: parts of it may be in the schema.";
    }

    private List<String> planned(Stream<MigrationInfo> some) {
        return some.map(EachMigration::version).filter(planned::contains).toList();
    }
}
