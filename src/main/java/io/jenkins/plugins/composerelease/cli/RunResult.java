package io.jenkins.plugins.composerelease.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.report.Failure;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport;
import io.jenkins.plugins.composerelease.engine.report.Run;
import io.jenkins.plugins.composerelease.engine.report.Scope;
import java.util.Optional;

/** What a command leaves for its result file while it works. */
final class RunResult {
    private Optional<JsonNode> output = Optional.empty();
    private Optional<Release> release = Optional.empty();
    private Optional<ReleaseReport> report = Optional.empty();

    /** How a deploy or a rollback ended. */
    record Release(
            Scope scope,
            Run run,
            Optional<ReleaseRecord> record,
            Optional<Failure> failure,
            Optional<ReleaseReport.Link> issue) {}

    /**
     * @param value what {@code --json} prints
     */
    void output(Object value) {
        output = Optional.of(Json.tree(value));
    }

    void release(Release ended) {
        release = Optional.of(ended);
    }

    void report(ReleaseReport told) {
        report = Optional.of(told);
    }

    ResultFile file(String command, int exitCode, Optional<RuntimeException> failure) {
        return new ResultFile(
                ResultFile.SCHEMA,
                Optional.of(command),
                exitCode,
                output,
                failure.map(SessionCommand::message),
                failure.map(e -> e instanceof ReleaseException known ? known.advice() : SessionCommand.FAULT)
                        .filter(advice -> !advice.isEmpty()),
                failure.flatMap(EvidenceText::evidence),
                release.map(Release::scope),
                release.map(Release::run),
                release.flatMap(Release::record),
                release.flatMap(Release::failure),
                release.flatMap(Release::issue).map(ReleaseReport.Link::url),
                report);
    }
}
