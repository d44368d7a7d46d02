package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether a host's Docker engine can pull: it is told to pull an image that cannot exist, and a registry that says so was
 * reached and took the login. The engine itself asks, since proxies, mirrors and certificates are its own.
 */
final class RegistryReach {
    private static final String NOTHING = "sha256:" + "0".repeat(64);
    /** An answer that is neither this nor "not found" says nothing: the pull of the release will tell. */
    private static final Pattern REFUSED = Pattern.compile(
            "denied|unauthorized|forbidden|authentication|basic auth|certificate|x509|tls:|HTTP response to HTTPS"
                    + "|dial |lookup |refused|unreachable|no route|time(?:d )?out|deadline|credentials",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern WARNING =
            Pattern.compile("^\\s*(?:WARNING!|Configure a credential helper|https://docs\\.docker\\.com/)");

    private RegistryReach() {}

    /** What keeps the host from pulling, in words, by registry; each is asked once. */
    static Map<String, String> problems(
            CommandRunner host, Collection<ImageReference> missing, Optional<RegistryLogin> login, ReleaseLog log) {
        Map<String, ImageReference> asked = new TreeMap<>();
        missing.stream()
                .filter(image -> !image.repository().equals(RunningStack.UNNAMED))
                .forEach(image -> asked.putIfAbsent(image.registry(), image.pinned(NOTHING)));
        Map<String, String> problems = new TreeMap<>();
        asked.forEach((registry, image) -> {
            try {
                new ImagePuller(host, log).pull(List.of(image), login, Deadline.in(Duration.ofSeconds(40)));
            } catch (CommandFailedException e) {
                String tail = withoutWarning(e.logTail());
                String said = tail.isBlank() ? e.getMessage() : tail;
                if (e.commandExitCode() < 0 || REFUSED.matcher(said).find()) {
                    problems.put(registry, Text.printable(said.strip().replaceAll("\\s+", " ")));
                }
            }
        });
        return problems;
    }

    /** A login says that its password is in a file, which lives as long as the pull and no longer. */
    private static String withoutWarning(String tail) {
        return tail.lines().filter(line -> !WARNING.matcher(line).find()).collect(Collectors.joining("\n"));
    }
}
