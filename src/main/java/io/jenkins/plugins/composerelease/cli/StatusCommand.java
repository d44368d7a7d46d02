package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.engine.deploy.TargetLook;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a target remembers and runs. */
@Command(name = "status", description = "Shows the releases that a target remembers and what it runs.")
final class StatusCommand extends BaseCommand {
    @Mixin
    private TargetOptions options = new TargetOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    void run(Session session) {
        ReleaseFile release = session.release();
        Target target =
                release.targetToRead(options.name(release), session.secrets()).target();
        try (Releases releases = session.releases(target, session.console())) {
            TargetLook look = releases.status(target);
            session.result(json, look, () -> text(look));
        }
    }

    private static String text(TargetLook look) {
        StringBuilder text = new StringBuilder("Target '" + look.target() + "': ");
        text.append(look.serving().map(id -> "release " + id + " serves").orElse("no release yet"));
        look.lockedBy().ifPresent(owner -> text.append(", locked by ").append(owner));
        text.append('\n');
        text.append("Running: ")
                .append(look.running().isEmpty() ? "nothing" : String.join(", ", look.running()))
                .append('\n');
        if (!look.releases().isEmpty()) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("", "RELEASE", "STATE", "SCHEMA", "BY", "CHECKS", "HOW IT ENDED"));
            look.releases().forEach(record -> rows.add(row(record, look)));
            text.append(Table.of(rows));
        }
        if (!look.backups().isEmpty()) {
            text.append(BackupCommand.table(look.backups()));
        }
        return text.toString().stripTrailing();
    }

    private static String checks(ReleaseRecord record) {
        return record.checks().isEmpty()
                ? "-"
                : record.checks().stream()
                        .map(check -> check.name() + (check.passed() ? " passed" : " FAILED"))
                        .collect(Collectors.joining(", "));
    }

    private static List<String> row(ReleaseRecord record, TargetLook look) {
        return List.of(
                look.serving().filter(record.id()::equals).isPresent() ? "*" : "",
                record.id(),
                record.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                record.schema().orElse("-"),
                record.by(),
                checks(record),
                record.detail());
    }
}
