package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.report.Failure;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport;
import io.jenkins.plugins.composerelease.engine.report.Run;
import io.jenkins.plugins.composerelease.engine.report.Scope;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a deploy ended, as {@code --result} writes it. It holds no secrets.
 *
 * @param schemaVersion version of this form, 1
 * @param exitCode exit code of the command
 * @param scope what it was a release of
 * @param run what is reported as its run
 * @param record what the target remembers, when it got that far
 * @param failure what went wrong, if anything
 * @param issue page of the issue that was opened or commented on
 * @param report what an HTML report shows of it: phases, plan, images, evidence
 */
record ResultFile(
        int schemaVersion,
        int exitCode,
        Scope scope,
        Run run,
        Optional<ReleaseRecord> record,
        Optional<Failure> failure,
        Optional<String> issue,
        Optional<ReleaseReport> report) {
    static final int SCHEMA = 1;

    static ResultFile read(Path file) {
        ResultFile result = JsonFiles.read(file, ResultFile.class, "Name what 'deploy --result' wrote.");
        if (result.schemaVersion != SCHEMA || result.scope == null || result.run == null) {
            throw new InvalidInputException(
                    "'" + file + "' is not what 'deploy --result' writes.", "Name another file.");
        }
        return result;
    }

    void write(Path file, Masker masker) {
        JsonFiles.write(file, masker.mask(Json.pretty(this)));
    }
}
