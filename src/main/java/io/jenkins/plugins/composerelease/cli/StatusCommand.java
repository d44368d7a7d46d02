package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.engine.deploy.Journal;
import io.jenkins.plugins.composerelease.engine.deploy.TargetLook;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a target remembers and runs. */
@Command(name = "status", description = "Shows the releases that a target remembers and what it runs.")
final class StatusCommand extends BaseCommand {
    @Mixin
    private TargetOptions options = new TargetOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--release",
            paramLabel = "ID",
            description = "Shows what the target's journal says of this release.")
    private Optional<String> id = Optional.empty();

    @Override
    void run(Session session) {
        ReleaseFile release = session.release();
        Target target =
                release.targetToRead(options.name(release), session.secrets()).target();
        try (Releases releases = session.releases(target, session.console())) {
            if (id.isPresent()) {
                Journal.Page page = releases.journal(target, Names.name("release", id.get()));
                session.result(json, page, () -> text(id.get(), page));
                return;
            }
            TargetLook look = releases.status(target);
            session.result(json, look, () -> text(look));
        }
    }

    private static String text(String id, Journal.Page page) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("TIME", "PHASE", "EVENT", "DETAIL"));
        page.entries()
                .forEach(line -> rows.add(List.of(
                        line.time().truncatedTo(ChronoUnit.SECONDS).toString(),
                        line.phase(),
                        line.event(),
                        line.detail().lines().findFirst().orElse(""))));
        String damaged = page.damaged() == 0 ? "" : "\n" + Text.count(page.damaged(), "damaged line") + " left out";
        return "Release " + id + ":\n" + Table.of(rows).stripTrailing() + damaged;
    }

    private static String text(TargetLook look) {
        StringBuilder text = new StringBuilder("Target '" + look.target() + "': ");
        text.append(look.serving().map(id -> "release " + id + " serves").orElse("no release yet"));
        look.lockedBy().ifPresent(owner -> text.append(", locked by ").append(owner));
        text.append('\n');
        text.append("Running: ")
                .append(look.running().isEmpty() ? "nothing" : String.join(", ", look.running()))
                .append('\n');
        look.watch().lines().forEach(line -> text.append(line).append('\n'));
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
