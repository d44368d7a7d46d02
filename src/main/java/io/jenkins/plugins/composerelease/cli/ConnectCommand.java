package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.adapter.ssh.SshHost;
import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.engine.deploy.Reachability;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Plan.Check;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tries whether a target can be released to. */
@Command(
        name = "connect",
        description = "Connects to a target and checks what a release needs there, without changing anything.")
final class ConnectCommand extends BaseCommand {
    @Mixin
    private TargetOptions options = new TargetOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    void run(Session session) {
        ReleaseFile release = session.release();
        Target target =
                release.targetToRead(options.name(release), session.secrets()).target();
        List<Check> checks = checks(session, target);
        List<Check> failed = checks.stream().filter(check -> !check.ok()).toList();
        session.result(json, new ConnectResult(failed.isEmpty(), checks), () -> text(checks));
        if (!failed.isEmpty()) {
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "Target '" + target.name() + "' cannot take a release. Failed: "
                            + failed.stream().map(Check::name).collect(Collectors.joining(", ")) + ".",
                    failed.get(0).remedy());
        }
    }

    private static List<Check> checks(Session session, Target target) {
        try (Releases releases = session.releases(target, session.console())) {
            return releases.reachability(target);
        } catch (CommandFailedException e) {
            String subject = SshHost.subject(e);
            List<Check> checks = new ArrayList<>();
            if (subject.equals("docker")) {
                checks.addAll(Reachability.connected(target));
            }
            String message = e.getMessage();
            String detail = message.substring(0, message.length() - e.advice().length());
            checks.add(new Check(subject, false, detail.strip(), e.advice()));
            return checks;
        }
    }

    private static String text(List<Check> checks) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CHECK", "RESULT", "DETAIL"));
        checks.forEach(check -> rows.add(List.of(
                check.name(),
                check.ok() ? "ok" : "FAILED",
                check.ok() ? check.detail() : check.detail() + " " + check.remedy())));
        return Table.of(rows).stripTrailing();
    }

    /**
     * What {@code connect --json} prints.
     *
     * @param ok whether every check passed
     */
    record ConnectResult(boolean ok, List<Check> checks) {}
}
