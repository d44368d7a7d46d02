package io.jenkins.plugins.composerelease.adapter.flyway;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/** Words what Flyway and the drivers throw. Their texts can hold the JDBC URL, so none of them is passed on as it is. */
final class FlywayFailure {
    private static final Map<String, String> STATES = Map.of(
            "55P03", "It waited too long for a lock that the running application holds; release when it is quieter.",
            "57014", "It did not end in time and was cancelled; raise the migration's timeout if it needs longer.",
            "28P01", "Check the database's user and password.",
            "28000", "Check the database's user and password, and the server's rules for this client.",
            "3D000", "Create the database first, or correct the JDBC URL.",
            "42501", "Give the database user the right, or migrate as another user.");

    private final JdbcUrl url;
    private final Migration.Flyway migration;

    FlywayFailure(JdbcUrl url, Migration.Flyway migration) {
        this.url = url;
        this.migration = migration;
    }

    /** The history does not fit the files. */
    ReleaseException invalid(ValidateOutput invalid, List<MigrationInfo> all) {
        MigrationInfo info = all.stream()
                .filter(one -> invalid.version == null || invalid.version.isEmpty()
                        ? one.getDescription().equals(invalid.description)
                        : one.getVersion() != null
                                && one.getVersion().getVersion().equals(invalid.version))
                .findFirst()
                .orElse(null);
        String name = "Migration " + (invalid.version == null ? "" : invalid.version + " ") + "'" + invalid.description
                + "' in '" + url + "' ";
        if (invalid.errorDetails.errorCode == CoreErrorCode.CHECKSUM_MISMATCH && info != null) {
            return failed(
                    name + "was changed after it was applied: expected checksum " + info.getAppliedChecksum()
                            + " as recorded in the schema history, but its file has " + info.getResolvedChecksum()
                            + ".",
                    "Restore the file as it was released, and put the change into a new migration.",
                    null);
        }
        if (invalid.errorDetails.errorCode == CoreErrorCode.APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED) {
            return failed(
                    name + "was applied, but there is no file for it in " + migration.locations() + ".",
                    "Restore the file: a migration that was applied stays in the repository.",
                    null);
        }
        if (invalid.errorDetails.errorCode == CoreErrorCode.RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED) {
            return failed(
                    name + "was not applied, but a later version was.",
                    "Give it a version above the schema's current one: migrations only run in order.",
                    null);
        }
        String code = String.valueOf(invalid.errorDetails.errorCode);
        if (code.startsWith("FAILED_")) {
            return failed(
                    name + "failed in an earlier run and is recorded as failed.",
                    "Bring the schema to a known state by hand, then delete that row or run 'flyway repair'.",
                    null);
        }
        return failed(
                name + "does not fit the schema history: "
                        + redact(String.valueOf(invalid.errorDetails.errorMessage))
                                .replaceAll("\\s+", " ") + ".",
                "Make the file fit what was applied.",
                null);
    }

    ReleaseException nonEmpty(String table) {
        return failed(
                "The schema in '" + url + "' is not empty, but has no history table '" + table + "'.",
                "Record what is there once with 'flyway baseline', after checking which version it corresponds to.",
                null);
    }

    /** Something that is not a migration's own failure: no connection, no right, malformed file names. */
    ReleaseException other(String tried, Exception e, Deadline deadline) {
        SQLException sql = sql(e);
        if (sql == null) {
            return failed("Could not " + tried + " '" + url + "': " + redact(String.valueOf(e.getMessage())), "", e);
        }
        return failed(
                "Could not " + tried + " '" + url + "'"
                        + (deadline.passed() ? " in " + Text.elapsed(deadline.length()) : "") + ": " + message(sql),
                advice(sql, "Check that the database runs and that the JDBC URL is right."),
                e);
    }

    /**
     * @param rolledBack what is left of it in the database, as a sentence
     */
    ReleaseException migrating(FlywayException e, String rolledBack) {
        SQLException sql = sql(e);
        String what = sql == null ? redact(String.valueOf(e.getMessage())) : message(sql);
        String where = "";
        if (e instanceof FlywayMigrateException failed) {
            MigrationInfo info = failed.getMigration();
            String version = info.getVersion() == null ? "" : info.getVersion().getVersion() + " ";
            String line = failed.getLineNumber() > 0 ? " line " + failed.getLineNumber() : "";
            where = "Migration " + version + "'" + info.getDescription() + "' (" + info.getScript() + line + ")";
        } else {
            where = "Migrating";
        }
        return failed(
                where + " failed in '" + url + "': " + what + " " + rolledBack,
                sql == null ? "" : advice(sql, "Correct the migration and release again."),
                e);
    }

    private String message(SQLException e) {
        String text = redact(String.valueOf(e.getMessage())).strip();
        String state = e.getSQLState() == null ? "" : " (SQL state " + e.getSQLState() + ")";
        return text.replaceAll("\\s*\n\\s*", "; ") + state + ".";
    }

    private static String advice(SQLException e, String otherwise) {
        return STATES.getOrDefault(String.valueOf(e.getSQLState()), otherwise);
    }

    private static SQLException sql(Throwable e) {
        SQLException deepest = null;
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            deepest = cause instanceof SQLException sql ? sql : deepest;
        }
        return deepest;
    }

    private String redact(String text) {
        String clean = new JdbcUrl(text).toString();
        String password = migration.password().map(Secret::reveal).orElse("");
        return password.isEmpty() ? clean : clean.replace(password, "****");
    }

    /** The cause keeps its place in the code, not its message. */
    private ReleaseException failed(String message, String advice, Exception cause) {
        Exception shown = null;
        if (cause != null) {
            shown = new IllegalStateException(cause.getClass().getName());
            shown.setStackTrace(cause.getStackTrace());
        }
        return new ReleaseException(ExitCode.MIGRATION_FAILED, message, advice, shown);
    }
}
