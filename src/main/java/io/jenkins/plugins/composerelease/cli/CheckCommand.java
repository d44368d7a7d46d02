package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.engine.deploy.HeldCheck;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps a target as it is while it is tested. */
@Command(
        name = "check",
        description = "Locks a target while somebody tests what serves there, waits for the verdict, and records it.")
final class CheckCommand extends BaseCommand {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private LockOptions lock = new LockOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Name of the check.")
    private String name = "";

    @Option(
            names = "--verdict",
            required = true,
            paramLabel = "FILE",
            description = "The file to wait for: its first line is 'passed' or 'failed', the rest says more.")
    private String verdict = "";

    @Option(
            names = "--limit",
            paramLabel = "DURATION",
            defaultValue = "1h",
            description = "How long to wait for the verdict; then the check has failed. Default: ${DEFAULT-VALUE}")
    private String limit = "1h";

    @Override
    void run(Session session) {
        ReleaseFile release = session.release();
        Target settings =
                release.targetToRead(target.name(release), session.secrets()).target();
        HeldCheck.Request request =
                new HeldCheck.Request(settings, name, lock.by(session), lock.patience(), Checks.duration(limit));
        VerdictFile file = verdict(session);
        try (Releases releases = session.releases(settings, session.console())) {
            HeldCheck.Outcome outcome = releases.check(
                    request,
                    serving -> session.console()
                            .ready("check '" + name + "' of release " + serving.id() + " on '" + settings.name()
                                    + "' may begin, waiting for its verdict"),
                    file);
            CheckResult result = CheckResult.of(outcome);
            requireVerdict(session, outcome, result);
            session.result(json, result, result::text);
        }
    }

    private VerdictFile verdict(Session session) {
        Path file = session.path(verdict);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidInputException(
                    "The verdict '" + file + "' is there before the check began.", "Remove it or name another file.");
        }
        return new VerdictFile(file, session.known().masker()::mask);
    }

    private static void requireVerdict(Session session, HeldCheck.Outcome outcome, CheckResult result) {
        if (outcome.end() != HeldCheck.End.VERDICT) {
            session.result().output(result);
            throw new ReleaseException(
                    outcome.end() == HeldCheck.End.LIMIT ? ExitCode.TIMED_OUT : ExitCode.FAILED,
                    "Check '" + result.name() + "' is recorded as failed: " + result.detail() + ".",
                    outcome.end() == HeldCheck.End.LIMIT ? "Raise --limit if it needs longer." : "");
        }
    }

    /**
     * What {@code check --json} prints.
     *
     * @param release id of the release that was checked
     */
    record CheckResult(
            String release, String target, String name, boolean passed, String detail, Instant at, String by) {
        static CheckResult of(HeldCheck.Outcome outcome) {
            return new CheckResult(
                    outcome.release().id(),
                    outcome.release().target(),
                    outcome.check().name(),
                    outcome.check().passed(),
                    outcome.check().detail(),
                    outcome.check().at(),
                    outcome.check().by());
        }

        String text() {
            return "Check '" + name + "' of release " + release + " " + (passed ? "passed" : "failed")
                    + (detail.isEmpty() ? "." : ": " + detail);
        }
    }
}
