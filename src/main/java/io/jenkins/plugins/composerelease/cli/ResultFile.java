package io.jenkins.plugins.composerelease.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.report.Failure;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport;
import io.jenkins.plugins.composerelease.engine.report.Run;
import io.jenkins.plugins.composerelease.engine.report.Scope;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a command ended, as {@code --result} writes it. It holds no secrets. What comes after {@code evidence} is there
 * for deploys and rollbacks, the report also where services were waited for.
 *
 * @param schemaVersion version of this form, 1
 * @param command name of the command
 * @param exitCode exit code of the command; 143 when it was told to stop
 * @param output what {@code --json} prints
 * @param message why it failed, with the advice at its end
 * @param advice what to do next
 * @param evidence what the health gate saw of a service that failed
 * @param scope what it was a release of
 * @param run what is reported as its run
 * @param record what the target remembers, when it got that far
 * @param failure what went wrong with the release
 * @param issue page of the issue that was opened or commented on
 * @param report what an HTML report shows of it: phases, services, plan, images, evidence
 */
record ResultFile(
        int schemaVersion,
        Optional<String> command,
        int exitCode,
        Optional<JsonNode> output,
        Optional<String> message,
        Optional<String> advice,
        Optional<Evidence> evidence,
        Optional<Scope> scope,
        Optional<Run> run,
        Optional<ReleaseRecord> record,
        Optional<Failure> failure,
        Optional<String> issue,
        Optional<ReleaseReport> report) {
    static final int SCHEMA = 1;

    /** Reads the result of a release. */
    static ResultFile read(Path file) {
        ResultFile result = JsonFiles.read(file, ResultFile.class, "Name what 'deploy --result' wrote.");
        if (result.schemaVersion != SCHEMA || result.scope.isEmpty() || result.run.isEmpty()) {
            throw new InvalidInputException(
                    "'" + file + "' is not what 'deploy --result' writes.", "Name another file.");
        }
        return result;
    }

    void write(Path file, Masker masker) {
        JsonFiles.write(file, Json.pretty(MaskedJson.of(this, masker)));
    }
}
