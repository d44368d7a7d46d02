package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.publish.PromoteRequest;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Copies published images to where production takes them from. */
@Command(
        name = "promote",
        description = "Copies published images, by digest, to another repository or registry; nothing is rebuilt.")
final class PromoteCommand extends BaseCommand {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "PREFIX",
            description = "What stands before the images' names there, for example 'production'; with a registry in"
                    + " front of it, or a registry alone. Default registry: that of 'promotion', else 'registry'.")
    private String to = "";

    @Option(
            names = "--images",
            paramLabel = "FILE",
            description = "What 'publish' wrote. Default: " + ReleaseImages.FILE + " in the configuration's directory.")
    private Optional<String> images = Optional.empty();

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Writes the promoted images, for --images of 'plan' and 'deploy'.")
    private Optional<String> write = Optional.empty();

    @Option(names = "--all-tags", description = "Sets all tags of the images there, not only their revision's.")
    private boolean allTags;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "1h",
            description = "How long all of it may take. Default: ${DEFAULT-VALUE}")
    private String timeout = "1h";

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    void run(Session session) {
        Duration limit = Checks.duration(timeout);
        ReleaseFile release = session.release();
        ReleaseImages published = ImagesFile.published(session, images);
        List<RegistryLogin> logins = Stream.concat(
                        release.promotion(session.secrets()).stream(), release.registry(session.secrets()).stream())
                .toList();
        RegistryLogin destination = destination(logins);
        PromoteRequest request = new PromoteRequest(published, destination.host(), prefix(logins), allTags);
        ReleaseImages result =
                session.parts().promoter(destination, logins, session.console()).promote(request, Deadline.in(limit));
        write.map(session::path).ifPresent(file -> write(session, result, file));
        session.result(json, result, () -> PublishCommand.text(result.images()));
    }

    private static void write(Session session, ReleaseImages result, Path file) {
        result.write(file);
        session.console().progress("wrote " + file);
    }

    /** The registry that the option names, else the first one; a registry without a login of its own is not guessed. */
    private RegistryLogin destination(List<RegistryLogin> logins) {
        Optional<RegistryLogin> named =
                logins.stream().filter(login -> named(login.host())).findFirst();
        String first = to.split("/", 2)[0];
        if (named.isEmpty() && (first.contains(".") || first.contains(":"))) {
            throw new InvalidInputException(
                    "Registry '" + Text.printable(first) + "' in --to is neither that of 'promotion' nor 'registry'.",
                    "Name it in 'promotion', with its login.");
        }
        return named.or(() -> logins.stream().findFirst())
                .orElseThrow(() -> new InvalidInputException(
                        "The configuration has neither 'promotion' nor 'registry'.", "Add one of them."));
    }

    private boolean named(String host) {
        return to.equals(host) || to.startsWith(host + "/");
    }

    private String prefix(List<RegistryLogin> logins) {
        String named = logins.stream()
                .map(RegistryLogin::host)
                .filter(this::named)
                .findFirst()
                .map(host -> to.substring(host.length()))
                .orElse(to);
        return named.replaceAll("^/|/$", "");
    }
}
