package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.cli.config.TargetSettings;
import io.jenkins.plugins.composerelease.engine.deploy.SettleRequest;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings a release that lost its owner to an end. */
@Command(
        name = "settle",
        description = "Brings releases that were interrupted to their end, or says what became of one of them.")
final class SettleCommand extends BaseCommand {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private LockOptions lock = new LockOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--release", paramLabel = "ID", description = "Id of the release that --as is about.")
    private Optional<String> id = Optional.empty();

    @Option(
            names = "--as",
            paramLabel = "applied|not-applied|serves|failed",
            description = "What became of it: its migrations are in the database or not, it serves or does not.")
    private Optional<String> answer = Optional.empty();

    @Override
    void run(Session session) {
        ReleaseFile release = session.release();
        TargetSettings settings = release.targetForRollback(target.name(release), session.secrets());
        SettleRequest request = new SettleRequest(
                settings.target(), id, answer.map(SettleCommand::answer), lock.by(session), lock.patience());
        try (Releases releases = session.releases(settings.target(), session.console())) {
            List<ReleaseRecord> settled = releases.settle(request);
            session.result(json, settled, () -> text(settled));
        }
    }

    private static SettleRequest.Answer answer(String word) {
        return Arrays.stream(SettleRequest.Answer.values())
                .filter(answer -> word(answer).equals(word))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "'" + Text.printable(word) + "' says nothing of a release.",
                        "Use one of "
                                + Arrays.stream(SettleRequest.Answer.values())
                                        .map(SettleCommand::word)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String text(List<ReleaseRecord> settled) {
        return settled.isEmpty()
                ? "Every release of this target came to its end."
                : settled.stream()
                        .map(record -> "Release " + record.id() + ": " + word(record.state()) + ", " + record.detail())
                        .collect(Collectors.joining("\n"));
    }
}
