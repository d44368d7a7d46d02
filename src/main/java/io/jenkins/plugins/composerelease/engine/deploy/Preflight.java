package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.ComposeDialect;
import io.jenkins.plugins.composerelease.engine.model.Plan.Check;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Judges whether a target can take a release. Pure: the facts are given. */
final class Preflight {
    private static final long MARGIN_KIB = 100 * 1024;
    private static final long INODES = 10_000; // an image unpacks to thousands of files
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Map<String, String> ARCHITECTURES =
            Map.of("x86_64", "amd64", "aarch64", "arm64", "armv7l", "arm", "i686", "386");

    private final Target target;
    private final HostFacts facts;
    private final List<Check> checks = new ArrayList<>();

    Preflight(Target target, HostFacts facts) {
        this.target = target;
        this.facts = facts;
    }

    /**
     * @param imageBytes compressed size of the images that the host does not have
     * @param platforms platforms of each service's image, none when unknown
     */
    void judge(long imageBytes, Map<String, List<String>> platforms) {
        SshAddress ssh = target.ssh();
        add("ssh", true, ssh.user() + "@" + ssh.host() + ":" + ssh.port() + ", host key as expected", "");
        add(
                "docker",
                !facts.text("engine").isEmpty(),
                facts.has("docker") ? "engine " + facts.text("engine") : "no docker command",
                "Install Docker on the host and let user '" + ssh.user() + "' use it.");
        add(
                "compose",
                ComposeDialect.isKnown(facts.text("compose")),
                facts.text("compose").isEmpty() ? "not there" : facts.text("compose"),
                "Install the Compose v2 plugin on the host, or docker-compose 1.29.");
        add("tools", facts.has("flock") && facts.has("base64"), "flock, base64", "Install util-linux and coreutils.");
        add(
                "directory",
                facts.has("writable"),
                target.directory(),
                "Create it and make it writable for user '" + ssh.user() + "'.");
        secretFiles();
        disk(imageBytes);
        clock();
        architecture(platforms);
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    void add(Check check) {
        checks.add(check);
    }

    void add(String name, boolean ok, String detail, String remedy) {
        checks.add(new Check(name, ok, detail, ok ? "" : remedy));
    }

    private void secretFiles() {
        boolean needed = target.atRest() == Target.AtRest.MEMORY
                && target.secrets().stream().anyMatch(secret -> secret.kind() == SecretBinding.Kind.FILE);
        if (needed) {
            add(
                    "secret files",
                    facts.has("tmpfs"),
                    facts.has("tmpfs") ? "in memory, /dev/shm" : "no tmpfs at /dev/shm",
                    "Mount one there, or keep the files on disk: 'atRest: file'.");
        }
    }

    private void disk(long imageBytes) {
        long free = Math.min(
                facts.number("free"), facts.number("rootfree") < 0 ? Long.MAX_VALUE : facts.number("rootfree"));
        // Unpacked layers take about two to three times their compressed size, and the compressed copy is there too.
        long needed = imageBytes / 1024 * 4 + MARGIN_KIB;
        add(
                "disk",
                free >= needed,
                free / 1024 + " MiB free, " + needed / 1024 + " MiB needed",
                "Free space below '" + facts.text("root") + "' on the host.");
        inodes();
    }

    private void inodes() {
        long free = Stream.of("inodes", "rootinodes")
                .mapToLong(facts::number)
                .filter(number -> number >= 0)
                .min()
                .orElse(-1);
        if (free >= 0) {
            add(
                    "inodes",
                    free >= INODES,
                    free + " free, " + INODES + " needed",
                    "Remove files: 'df -i' on the host shows where they are, 'docker image prune' helps with images.");
        }
    }

    private void clock() {
        Duration skew = Duration.between(Instant.ofEpochSecond(facts.number("date")), facts.asked())
                .abs();
        add(
                "clock",
                skew.compareTo(SKEW) <= 0,
                skew.toSeconds() + " s apart",
                "Set the clocks of agent and host by NTP.");
    }

    private void architecture(Map<String, List<String>> platforms) {
        String machine = facts.text("architecture");
        String wanted = "linux/" + ARCHITECTURES.getOrDefault(machine, machine);
        List<String> misfits = platforms.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .filter(entry ->
                        entry.getValue().stream().noneMatch(p -> p.equals(wanted) || p.startsWith(wanted + "/")))
                .map(entry -> entry.getKey() + " has " + entry.getValue())
                .sorted()
                .toList();
        add(
                "architecture",
                misfits.isEmpty(),
                misfits.isEmpty() ? wanted : "host is " + wanted + "; " + String.join("; ", misfits),
                "Build the images for " + wanted + ".");
    }
}
