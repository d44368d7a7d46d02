package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** What a host says about itself, asked in one round trip that changes nothing. */
record HostFacts(Map<String, String> facts, Instant asked) {
    private static final String SCRIPT = "d=$1; while test ! -d \"$d\"; do d=$(dirname -- \"$d\"); done; "
            + "echo \"date=$(date +%s)\"; free() { df -Pk -- \"$1\" | { read -r x; read -r x x x f x; echo \"$f\"; }; }; "
            // A file system that makes inodes as it needs them has 0 of them.
            + "inodes() { df -Pi -- \"$1\" 2>/dev/null | { read -r x; read -r x t x f x; "
            + "test \"$t\" -gt 0 2>/dev/null && echo \"$2=$f\"; }; }; inodes \"$d\" inodes; "
            + "echo \"free=$(free \"$d\")\"; test -w \"$d\" && echo writable=yes; "
            + "for p in flock base64 docker; do command -v \"$p\" > /dev/null && echo \"$p=yes\"; done; "
            + "docker info --format 'engine={{.ServerVersion}}|architecture={{.Architecture}}|root={{.DockerRootDir}}|engineid={{.ID}}' "
            + "2>&1 | tr '|' '\\n'; c=$(docker compose version --short 2>/dev/null); "
            + "echo \"compose=${c:-$(docker-compose version --short 2>/dev/null)}\"; "
            + "r=$(docker info --format '{{.DockerRootDir}}' 2>/dev/null); test -d \"$r\" && echo \"rootfree=$(free \"$r\")\" && inodes \"$r\" rootinodes; "
            + "if test -e \"$2\" && command -v flock > /dev/null && ! flock -s -n \"$2\" true; then "
            + "echo \"lockedby=$(cat -- \"$(dirname -- \"$2\")/owner\" 2>/dev/null)\"; fi; grep -q ' /dev/shm tmpfs ' /proc/mounts 2>/dev/null && echo tmpfs=yes; exit 0";

    static HostFacts ask(CommandRunner host, ReleasePaths paths, Clock clock) {
        var command = HostFiles.script("look at the host", SCRIPT, paths.directory(), paths.lock());
        CommandResult result = host.require(command, Deadline.in(Duration.ofSeconds(60)));
        // The host looked at its clock somewhere in between; half the way is the best guess there is.
        return parse(result.output(), clock.now().minus(result.elapsed().dividedBy(2)));
    }

    /**
     * @param asked when the host looked at its clock, by this machine's
     */
    static HostFacts parse(String output, Instant asked) {
        return new HostFacts(
                output.lines()
                        .filter(line -> line.indexOf('=') > 0)
                        .collect(Collectors.toMap(
                                line -> line.substring(0, line.indexOf('=')),
                                line -> line.substring(line.indexOf('=') + 1).strip(),
                                (first, second) -> first)),
                asked);
    }

    String text(String name) {
        return facts.getOrDefault(name, "");
    }

    boolean has(String name) {
        return facts.containsKey(name);
    }

    /** A number, or -1 where the host did not say. */
    long number(String name) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
