package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.report.Failure;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport.Link;
import io.jenkins.plugins.composerelease.engine.report.Run;
import io.jenkins.plugins.composerelease.engine.report.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reports a failure, or that it is over. */
@Command(
        name = "issue",
        description =
                "Opens an issue for a failure, comments on the one there is, or closes it when all is well again.")
final class IssueCommand extends SessionCommand {
    private static final int LOG_LINES = 50;

    @ArgGroup
    private Subject subject = new Subject();

    @Option(names = "--phase", paramLabel = "NAME", description = "Phase that failed. Default: the stage, or 'deploy'.")
    private Optional<String> phase = Optional.empty();

    @Option(names = "--service", paramLabel = "NAME", description = "Compose service that failed.")
    private Optional<String> service = Optional.empty();

    @Option(names = "--error", paramLabel = "TEXT", description = "What happened, in one sentence.")
    private Optional<String> error = Optional.empty();

    @Option(names = "--log", paramLabel = "FILE", description = "A log; its last " + LOG_LINES + " lines are quoted.")
    private Optional<String> log = Optional.empty();

    @Option(names = "--resolved", description = "It works again: closes its issues.")
    private boolean resolved;

    @Mixin
    private GitOptions git = new GitOptions();

    @Mixin
    private RunOptions runs = new RunOptions();

    /** What it is about: one of these. */
    static final class Subject {
        @Option(names = "--result", paramLabel = "FILE", description = "The outcome that 'deploy --result' wrote.")
        Optional<String> result = Optional.empty();

        @Option(names = "--target", paramLabel = "NAME", description = "A target.")
        Optional<String> target = Optional.empty();

        @Option(names = "--stage", paramLabel = "NAME", description = "A stage of the build.")
        Optional<String> stage = Optional.empty();
    }

    @Override
    void run(Session session) {
        Issues issues = Issues.configured(session)
                .orElseThrow(() -> new InvalidInputException(
                        "The configuration has no 'github'.", "Add it with 'repository' and 'token'."));
        if (subject.result.isPresent()) {
            fromResult(session, issues, ResultFile.read(session.path(subject.result.get())));
            return;
        }
        GitFacts state = new GitFacts(session, git);
        Run run = runs.run(
                session,
                state.branch(),
                Optional.of(state.revision()),
                Instant.now().toString());
        Scope scope = scope(session, state);
        if (resolved) {
            tell(session, issues.resolve(scope, run, state.revision()));
        } else {
            report(session, issues, failure(session, scope, run));
        }
    }

    private static void fromResult(Session session, Issues issues, ResultFile result) {
        if (result.failure().isPresent()) {
            report(session, issues, result.failure().get());
        } else {
            String release = result.record().map(record -> record.id()).orElse("");
            tell(
                    session,
                    issues.resolve(result.scope().orElseThrow(), result.run().orElseThrow(), release));
        }
    }

    private static void report(Session session, Issues issues, Failure failure) {
        Link link = issues.report(failure)
                .orElseThrow(() -> new ReleaseException(
                        ExitCode.FAILED, "The failure was not reported.", "The warning above says why."));
        session.console().result(link.url());
    }

    private static void tell(Session session, List<Link> closed) {
        if (closed.isEmpty()) {
            session.console().say("No open issue to close.");
        }
        closed.forEach(link -> session.console().result(link.url()));
    }

    private Scope scope(Session session, GitFacts state) {
        ReleaseFile release = session.release();
        return subject.target
                .map(name -> Scope.target(release.application(), Names.name("target", name)))
                .orElseGet(() -> Scope.stage(
                        session.variable("JOB_NAME").orElse(release.application()),
                        state.branch().orElse("detached"),
                        subject.stage
                                .map(stage -> Names.argument("stage", stage))
                                .orElseThrow(() -> new InvalidInputException(
                                        "It is not said what the failure is of.",
                                        "Add --stage, --target or --result."))));
    }

    private Failure failure(Session session, Scope scope, Run run) {
        return new Failure(
                scope,
                phase.or(() -> subject.stage).orElse("deploy"),
                service.map(name -> Names.name("service", name)),
                error.orElseThrow(
                        () -> new InvalidInputException("What happened is not said.", "Add --error, or --resolved.")),
                "",
                Optional.empty(),
                log.map(session::path).map(IssueCommand::tail).orElse(List.of()),
                run,
                List.of());
    }

    private static List<String> tail(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        } catch (IOException e) {
            throw new InvalidInputException("The log '" + file + "' could not be read.", "Check the path.", e);
        }
    }
}
