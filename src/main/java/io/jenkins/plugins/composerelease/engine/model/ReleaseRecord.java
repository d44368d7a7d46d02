package io.jenkins.plugins.composerelease.engine.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a target remembers of a release, written on the target when it begins and again when it ends.
 *
 * @param schemaVersion version of this record's form, 1
 * @param id name of the release on its target: {@code <UTC time>-<short revision>}, sorts by time
 * @param application application name
 * @param target target name
 * @param revision Git revision
 * @param planHash hash of the plan it carried out
 * @param images image of each service, pinned
 * @param configs keyed hash of each service's resolved configuration, to tell whether a later release changes it
 * @param variables variables the compose files were given, never secrets
 * @param files compose files, in order, relative
 * @param profiles active compose profiles
 * @param envFiles env files for interpolation, in order, relative
 * @param transferred other transferred files, relative
 * @param migrations versions applied by this release
 * @param destructive whether one of them was flagged destructive
 * @param schema schema version after it
 * @param state where it got to
 * @param detail one line on how it ended
 * @param by who released it: build URL or user
 * @param started when it began
 * @param ended when it ended
 * @param previous the release before it
 * @param restored id of the backup whose data this put in place of the database's; empty for a release
 * @param checks what was tested on it after it served, the last result of each
 * @param more what later versions of this tool remember besides
 */
public record ReleaseRecord(
        int schemaVersion,
        String id,
        String application,
        String target,
        String revision,
        String planHash,
        Map<String, ImageReference> images,
        Map<String, String> configs,
        Map<String, String> variables,
        List<String> files,
        List<String> profiles,
        List<String> envFiles,
        List<String> transferred,
        List<String> migrations,
        boolean destructive,
        Optional<String> schema,
        State state,
        String detail,
        String by,
        Instant started,
        Optional<Instant> ended,
        Optional<String> previous,
        Optional<String> restored,
        List<Check> checks,
        Details more) {

    /** Where a release got to. */
    public enum State {
        RUNNING,
        /** Verified and serving, or superseded by a later one. */
        SUCCEEDED,
        /** Failed before the switch: the release before it kept serving. */
        FAILED,
        /** Failed after the switch: the release before it is back. */
        ROLLED_BACK,
        /** Failed and could not be rolled back. */
        NEEDS_ATTENTION
    }

    public ReleaseRecord {
        images = Map.copyOf(images);
        configs = Map.copyOf(configs);
        variables = Map.copyOf(variables);
        files = List.copyOf(files);
        profiles = List.copyOf(profiles);
        envFiles = List.copyOf(envFiles);
        transferred = List.copyOf(transferred);
        migrations = List.copyOf(migrations);
        restored = restored == null ? Optional.empty() : restored; // in what an earlier version wrote
        checks = checks == null ? List.of() : List.copyOf(checks); // written before there were any
        more = more == null ? Details.NONE : more;
    }

    /** The record of a release: it restores nothing, and no check was made on it yet. */
    public ReleaseRecord(
            int schemaVersion,
            String id,
            String application,
            String target,
            String revision,
            String planHash,
            Map<String, ImageReference> images,
            Map<String, String> configs,
            Map<String, String> variables,
            List<String> files,
            List<String> profiles,
            List<String> envFiles,
            List<String> transferred,
            List<String> migrations,
            boolean destructive,
            Optional<String> schema,
            State state,
            String detail,
            String by,
            Instant started,
            Optional<Instant> ended,
            Optional<String> previous) {
        this(
                schemaVersion,
                id,
                application,
                target,
                revision,
                planHash,
                images,
                configs,
                variables,
                files,
                profiles,
                envFiles,
                transferred,
                migrations,
                destructive,
                schema,
                state,
                detail,
                by,
                started,
                ended,
                previous,
                Optional.empty(),
                List.of(),
                Details.NONE);
    }

    /**
     * The result of a test on the release that serves.
     *
     * @param detail one line, or empty
     * @param by who tested it: build URL or user
     */
    public record Check(String name, boolean passed, String detail, Instant at, String by) {}

    /**
     * What is not known of every release; each is null in what an earlier version wrote, and empty here.
     *
     * @param boot boot id of the host when the release began
     * @param backup id of the backup that was made before its migrations
     * @param published repositories that the application's own images are in, {@code registry/name}
     */
    public record Details(Optional<String> boot, Optional<String> backup, List<String> published) {
        public static final Details NONE = new Details(Optional.empty(), Optional.empty(), List.of());

        public Details {
            boot = boot == null ? Optional.empty() : boot;
            backup = backup == null ? Optional.empty() : backup;
            published = published == null ? List.of() : List.copyOf(published);
        }

        public Details withBoot(String id) {
            return new Details(Optional.of(id), backup, published);
        }

        public Details withBackup(String id) {
            return new Details(boot, Optional.of(id), published);
        }

        public Details withPublished(List<String> repositories) {
            return new Details(boot, backup, repositories);
        }
    }

    /** This record, ended. */
    public ReleaseRecord ended(State newState, String newDetail, Instant now) {
        return with(migrations, destructive, schema, newState, newDetail, Optional.of(now), checks, more);
    }

    /** This record with what the migrator did. */
    public ReleaseRecord migrated(List<String> applied, boolean wasDestructive, Optional<String> newSchema) {
        return with(applied, wasDestructive, newSchema, state, detail, ended, checks, more);
    }

    /** This record with the result of a check, which replaces an earlier one of the same name. */
    public ReleaseRecord checked(Check check) {
        List<Check> all = new ArrayList<>(checks);
        all.removeIf(earlier -> earlier.name().equals(check.name()));
        all.add(check);
        return with(migrations, destructive, schema, state, detail, ended, all, more);
    }

    /** This record with others' words as they may be shown. */
    public ReleaseRecord masked(UnaryOperator<String> mask) {
        List<Check> shown = checks.stream()
                .map(check ->
                        new Check(check.name(), check.passed(), mask.apply(check.detail()), check.at(), check.by()))
                .toList();
        return with(migrations, destructive, schema, state, mask.apply(detail), ended, shown, more);
    }

    /** This record as that of a restore. */
    public ReleaseRecord restoring(String backup) {
        return new ReleaseRecord(
                schemaVersion,
                id,
                application,
                target,
                revision,
                planHash,
                images,
                configs,
                variables,
                files,
                profiles,
                envFiles,
                transferred,
                migrations,
                destructive,
                schema,
                state,
                detail,
                by,
                started,
                ended,
                previous,
                Optional.of(backup),
                checks,
                more);
    }

    /** This record with more details. */
    public ReleaseRecord with(Details details) {
        return with(migrations, destructive, schema, state, detail, ended, checks, details);
    }

    private ReleaseRecord with(
            List<String> newMigrations,
            boolean newDestructive,
            Optional<String> newSchema,
            State newState,
            String newDetail,
            Optional<Instant> newEnded,
            List<Check> newChecks,
            Details newMore) {
        return new ReleaseRecord(
                schemaVersion,
                id,
                application,
                target,
                revision,
                planHash,
                images,
                configs,
                variables,
                files,
                profiles,
                envFiles,
                transferred,
                newMigrations,
                newDestructive,
                newSchema,
                newState,
                newDetail,
                by,
                started,
                newEnded,
                previous,
                restored,
                newChecks,
                newMore);
    }
}
