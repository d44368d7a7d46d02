package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.wait.EngineWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings images to a host by digest, logged in for as long as that takes and no longer. Images of other registries than
 * the login's are pulled as the host's user would.
 */
final class ImagePuller {
    /**
     * The login lives as long as this script, however it ends: what stops it is TERM, and that is trapped; where it is
     * killed, the next connection removes it by the process that is named in it with its start. It is written
     * into a file that names the registry already, as Docker would else give it to the host's key store; the engine is
     * the one that the user's own configuration chooses.
     */
    private static final String PULL = """
            host=$1; user=$2; ours=$3; shift 3
            if test "$ours" -gt 0; then
              d=$(mktemp -d /dev/shm/compose-release-login.XXXXXXXX) || exit 1
              trap 'rm -rf -- "$d"' EXIT; trap 'exit 143' HUP INT TERM
              start=$(sed 's/.*) //' "/proc/$$/stat" 2> /dev/null | cut -d ' ' -f 20)
              echo "$$ $(readlink /proc/self/ns/pid 2> /dev/null) $start" > "$d/.owner" || exit 1
              printf '{"auths":{"%s":{}}}' "$host" > "$d/config.json" || exit 1
              contexts=${DOCKER_CONFIG:-$HOME/.docker}/contexts
              if test -d "$contexts"; then ln -s "$contexts" "$d/contexts" || exit 1; fi
              context=$(docker context inspect --format '{{.Name}}' 2> /dev/null < /dev/null)
            fi
            ours() (
              export DOCKER_CONFIG="$d"; unset DOCKER_AUTH_CONFIG
              case "$context" in ''|default) ;; *) export DOCKER_CONTEXT="$context" ;; esac
              exec docker "$@"
            )
            if test "$ours" -gt 0; then
              ours login --username "$user" --password-stdin "$host" > /dev/null || exit 1
            fi
            one() {
              if test "$1" -le "$ours"; then
                ours pull --quiet "$2" > /dev/null < /dev/null || exit 1
              else
                docker pull --quiet "$2" > /dev/null < /dev/null || exit 1
              fi
              echo "pulled $2"
            }
            third() (
              k=$1; n=0; shift
              for i do
                n=$((n + 1))
                if test $((n % 3)) -eq "$k"; then one "$n" "$i"; fi
              done
            )
            third 1 "$@" & a=$!; third 2 "$@" & b=$!; third 0 "$@" & c=$!
            trap 'kill $a $b $c 2> /dev/null; exit 143' HUP INT TERM
            failed=0
            for p in $a $b $c; do wait "$p" || failed=1; done
            exit $failed
            """;

    private final CommandRunner host;
    private final ReleaseLog log;

    ImagePuller(CommandRunner host, ReleaseLog log) {
        this.host = host;
        this.log = log;
    }

    /** Pulls what the host does not have, three at a time; returns how many that were. */
    int pull(Collection<ImageReference> images, Optional<RegistryLogin> login, Deadline deadline) {
        List<ImageReference> missing = missing(images.stream()
                .distinct()
                .filter(image -> !image.repository().equals(RunningStack.UNNAMED))
                .toList());
        if (missing.isEmpty()) {
            return 0;
        }
        Map<Boolean, List<ImageReference>> byLogin =
                missing.stream().collect(Collectors.partitioningBy(image -> isOf(image, login)));
        List<String> arguments = new ArrayList<>();
        arguments.add(login.map(RegistryLogin::host).orElse(""));
        arguments.add(login.flatMap(RegistryLogin::username).orElse(""));
        arguments.add(String.valueOf(byLogin.get(true).size()));
        byLogin.get(true).forEach(image -> arguments.add(image.toString()));
        byLogin.get(false).forEach(image -> arguments.add(image.toString()));
        Command pull = HostFiles.script("pull the images", PULL, arguments.toArray(new String[0]))
                .withStdin(login.flatMap(RegistryLogin::password).orElse(Secret.of("")));
        CommandResult result = pull(pull, deadline);
        if (!result.succeeded() && EngineWait.isAway(result.errors())) {
            log.warn("The Docker engine on " + host.place() + " went away while images were pulled; once more.");
            EngineWait.await(host);
            result = pull(pull, deadline);
        }
        result.orThrow(pull, host.place());
        return missing.size();
    }

    private CommandResult pull(Command pull, Deadline deadline) {
        return host.run(pull, deadline, (error, line) -> {
            if (!error && line.startsWith("pulled ")) {
                log.progress(line);
            }
        });
    }

    private static boolean isOf(ImageReference image, Optional<RegistryLogin> login) {
        return login.filter(registry -> registry.username().isPresent())
                .map(RegistryLogin::host)
                .filter(host -> ImageReference.isSameRegistry(host, image.registry()))
                .isPresent();
    }

    /** Those that the host does not have, by one question for all of them. */
    private List<ImageReference> missing(List<ImageReference> images) {
        if (images.isEmpty()) {
            return List.of();
        }
        CommandResult known = host.run(Docker.imageNames(images), Deadline.in(Duration.ofSeconds(30)));
        if (known.succeeded()) {
            return List.of();
        }
        Set<ImageReference> there = known.output()
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> ImageReference.parse(line.strip()).canonical())
                .collect(Collectors.toSet());
        return images.stream()
                .filter(image -> !there.contains(image.canonical()))
                .toList();
    }
}
