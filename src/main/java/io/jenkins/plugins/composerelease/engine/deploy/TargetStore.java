package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a target remembers: records, the journal, which release serves, and the key of its hashes. */
public final class TargetStore {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final String SEPARATOR = "--- compose-release record ---";
    /** Prints the current id, the key, then every record; one round trip. */
    private static final String READ_ALL = "test -d \"$1\" || exit 0; "
            + "printf '%s\\n' \"$(cat \"$1/current\" 2>/dev/null)\" \"$(cat \"$1/key\" 2>/dev/null)\"; "
            + "for f in \"$1\"/releases/*/record.json; do "
            + "test -e \"$f\" || continue; echo '" + SEPARATOR + "'; cat \"$f\"; echo; done";

    private final CommandRunner host;
    private final ReleasePaths paths;
    private final Clock clock;
    private final UnaryOperator<String> mask;

    /** One that is read and not written to. */
    public TargetStore(CommandRunner host, Target target, Clock clock) {
        this(host, target, clock, UnaryOperator.identity());
    }

    /**
     * @param mask hides secrets in what others said, which goes to the host's disk
     */
    public TargetStore(CommandRunner host, Target target, Clock clock, UnaryOperator<String> mask) {
        this.host = host;
        this.paths = ReleasePaths.of(target);
        this.clock = clock;
        this.mask = mask;
    }

    /** Everything that is remembered, newest record first. Reading changes nothing. */
    public State read() {
        Command command = HostFiles.script("read the releases in '" + paths.home() + "'", READ_ALL, paths.home());
        String[] parts = host.require(command, Deadline.in(TIME)).output().split(SEPARATOR + "\n", -1);
        String[] head = parts[0].split("\n", -1);
        Optional<String> current = Optional.of(head[0].strip()).filter(id -> !id.isEmpty());
        List<ReleaseRecord> records = List.of(parts).subList(1, parts.length).stream()
                .flatMap(text -> record(text, current).stream())
                .sorted(Comparator.comparing(ReleaseRecord::id).reversed())
                .toList();
        return new State(
                current, Optional.of(head.length > 1 ? head[1].strip() : "").filter(key -> !key.isEmpty()), records);
    }

    /** One record that cannot be read, such as a newer version's, must not keep the others from being returned to. */
    private Optional<ReleaseRecord> record(String text, Optional<String> current) {
        try {
            return Optional.of(Json.read(text, ReleaseRecord.class, "a record in '" + paths.releases() + "'"));
        } catch (ReleaseException e) {
            if (current.filter(id -> text.contains('"' + id + '"')).isPresent()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** The key of this target's hashes, made where there is none. */
    public String ensureKey() {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String fresh = HexFormat.of().formatHex(random);
        host.require(HostFiles.writeNew(paths.key(), Secret.of(fresh)), Deadline.in(TIME));
        return host.require(HostFiles.read(paths.key()), Deadline.in(TIME))
                .output()
                .strip();
    }

    public void write(ReleaseRecord record) {
        host.require(
                HostFiles.write(paths.record(record.id()), "600", Secret.of(Json.pretty(record.masked(mask)))),
                Deadline.in(TIME));
    }

    /** Says which release serves from now on. */
    public void makeCurrent(String id) {
        host.require(HostFiles.write(paths.current(), "600", Secret.of(id + "\n")), Deadline.in(TIME));
    }

    /** Others' words as they may stand on the host's disk. Masked whole, before anything of them is cut off. */
    String masked(String text) {
        return mask.apply(text);
    }

    /** Appends one line to the journal; on disk before this returns. */
    public void journal(String release, Phase phase, String event, String detail) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("v", 1);
        line.put("time", clock.now());
        line.put("release", release);
        line.put("phase", phase.label());
        line.put("event", event);
        line.put("detail", mask.apply(detail));
        host.require(HostFiles.append(paths.journal(), Secret.of(Json.line(line) + "\n")), Deadline.in(TIME));
    }

    public void remove(String id) {
        host.require(HostFiles.removeTree(paths.release(id)), Deadline.in(TIME));
    }

    /**
     * @param current id of the release that serves
     * @param key key of this target's hashes
     * @param records all records, newest first
     */
    public record State(Optional<String> current, Optional<String> key, List<ReleaseRecord> records) {
        public State {
            records = List.copyOf(records);
        }

        /** The record of the release that serves. */
        public Optional<ReleaseRecord> serving() {
            return current.flatMap(this::find);
        }

        /** Whether a release after this one may have changed the schema in a way that it does not survive. */
        public boolean destructiveSince(String id) {
            return records.stream()
                    .anyMatch(record -> record.id().compareTo(id) > 0 && record.destructive() && inData(record));
        }

        /**
         * Whether what a release's migrations did is in the data still: a restore takes away what came after its backup, also
         * what the release of the backup's own name did, which made it before its migrations.
         */
        public boolean inData(ReleaseRecord record) {
            String until = "~"; // after every id
            while (true) {
                Optional<ReleaseRecord> restore = restoreBefore(until);
                if (record.id().compareTo(until) >= 0
                        || restore.isEmpty()
                        || record.id().compareTo(restore.get().id()) > 0) {
                    return record.id().compareTo(until) < 0;
                }
                until = restore.get().restored().orElseThrow();
            }
        }

        /** The newest restore whose id is before another, and that is of a backup before itself. */
        private Optional<ReleaseRecord> restoreBefore(String id) {
            return records.stream()
                    .filter(record -> record.state() == ReleaseRecord.State.SUCCEEDED
                            && record.id().compareTo(id) < 0)
                    .filter(record -> record.restored()
                            .filter(backup -> backup.compareTo(record.id()) < 0)
                            .isPresent())
                    .findFirst();
        }

        /** Whether the newest release ended in a way that leaves open what runs. */
        public boolean unsettled() {
            return records.stream()
                    .findFirst()
                    .filter(record -> record.state() == ReleaseRecord.State.NEEDS_ATTENTION
                            || record.state() == ReleaseRecord.State.RUNNING)
                    .isPresent();
        }

        public Optional<ReleaseRecord> find(String id) {
            return records.stream().filter(record -> record.id().equals(id)).findFirst();
        }
    }
}
