package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.engine.deploy.EndpointVerifier;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck.From;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks endpoints whether they answer as they should. */
@Command(
        name = "verify",
        description = "Asks an URL, or the endpoints of a target's 'verification', until they answer as they should.")
final class VerifyCommand extends BaseCommand {
    @Parameters(arity = "0..1", paramLabel = "URL", description = "The URL. Default: the target's verification.")
    private Optional<String> url = Optional.empty();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--status", paramLabel = "CODE", description = "Expected status. Default: 200.")
    private Optional<Integer> status = Optional.empty();

    @Option(names = "--body", paramLabel = "REGEX", description = "Regular expression that the body must contain.")
    private Optional<String> body = Optional.empty();

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "A request header; may be repeated.")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            description = "Where the request starts: agent (this machine), target, service. Default: target with"
                    + " --target, else agent.")
    private Optional<From> from = Optional.empty();

    @Option(names = "--retries", paramLabel = "COUNT", description = "Tries in all. Default: 12.")
    private Optional<Integer> retries = Optional.empty();

    @Option(names = "--interval", paramLabel = "DURATION", description = "Pause between tries. Default: 5s.")
    private Optional<String> interval = Optional.empty();

    @Option(
            names = "--tls-days",
            paramLabel = "DAYS",
            description = "Days that the certificate of an https URL must be valid for still. Default: not looked at.")
    private Optional<Integer> tlsDays = Optional.empty();

    @Override
    void run(Session session) {
        if (url.isPresent() && place() == From.AGENT) {
            EndpointCheck check = check(url.get());
            new EndpointVerifier(session.console()).verify(check);
            done(session, List.of(check));
            return;
        }
        ReleaseFile release = session.release();
        Target settings =
                release.targetToRead(target.name(release), session.secrets()).target();
        List<EndpointCheck> checks = url.map(this::check).map(List::of).orElseGet(() -> configured(settings));
        try (Releases releases = session.releases(settings, session.console())) {
            checks.forEach(check -> releases.verify(settings, check));
            done(session, checks);
        }
    }

    private From place() {
        return from.orElse(target.given() ? From.TARGET : From.AGENT);
    }

    private EndpointCheck check(String address) {
        return new EndpointCheck(
                address,
                status.orElse(200),
                body,
                headers,
                place(),
                retries.orElse(12),
                interval.map(Checks::duration).orElse(Duration.ofSeconds(5)),
                tlsDays);
    }

    private List<EndpointCheck> configured(Target settings) {
        boolean options = status.isPresent()
                || body.isPresent()
                || !headers.isEmpty()
                || from.isPresent()
                || retries.isPresent()
                || interval.isPresent()
                || tlsDays.isPresent();
        if (options) {
            throw new InvalidInputException("Options of a request are given, but no URL.", "Add the URL.");
        }
        if (settings.verification().isEmpty()) {
            throw new InvalidInputException(
                    "Target '" + settings.name() + "' has no 'verification'.", "Add it, or give an URL.");
        }
        return settings.verification();
    }

    private void done(Session session, List<EndpointCheck> checks) {
        List<Answer> answers = checks.stream()
                .map(check -> new Answer(check.url(), check.status()))
                .toList();
        session.result(json, new VerifyResult(answers), () -> answers.stream()
                .map(answer -> answer.url() + " answers " + answer.status())
                .collect(Collectors.joining("\n")));
    }

    /** What {@code verify --json} prints. */
    record VerifyResult(List<Answer> checks) {}

    /** An endpoint that answers as it should. */
    record Answer(String url, int status) {}
}
