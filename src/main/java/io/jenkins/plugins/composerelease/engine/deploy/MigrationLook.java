package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.migrate.DatabaseNotRunningException;
import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.model.Plan.Check;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a target's migrator says when a plan is made, or what kept it from saying anything.
 *
 * @param status empty when it could not be asked
 * @param check the result for the preflight
 */
record MigrationLook(Optional<Migrator.Status> status, Check check) {

    static MigrationLook at(Supplier<Migrator.Status> migrator) {
        try {
            Migrator.Status status = migrator.get();
            String pending = status.ahead()
                    ? "the database is ahead of this revision"
                    : Text.count(status.pending().size(), "migration") + " pending";
            return new MigrationLook(Optional.of(status), new Check("migrations", true, pending, ""));
        } catch (ReleaseException e) {
            return new MigrationLook(Optional.empty(), new Check(name(e), false, what(e), remedy(e)));
        }
    }

    boolean ahead() {
        return status.filter(Migrator.Status::ahead).isPresent();
    }

    /** What the release will apply. */
    List<PendingMigration> pending() {
        return status.filter(known -> !known.ahead())
                .map(Migrator.Status::pending)
                .orElse(List.of());
    }

    Optional<String> schema() {
        return status.flatMap(Migrator.Status::schema);
    }

    /** A history that does not fit the files has no cause; a database that does not answer has its driver's. */
    private static String name(ReleaseException e) {
        return e instanceof DatabaseNotRunningException || e.getCause() != null ? "database" : "migrations";
    }

    private static String what(ReleaseException e) {
        String message = e.getMessage();
        boolean advised = !e.advice().isEmpty() && message.endsWith(" " + e.advice());
        return advised ? message.substring(0, message.length() - e.advice().length() - 1) : message;
    }

    private static String remedy(ReleaseException e) {
        return e.advice().isEmpty() ? "Mend it and make a new plan." : e.advice();
    }
}
