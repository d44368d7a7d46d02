package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** What a target remembers: records, the journal, which release serves, and the key of its hashes. */
public final class TargetStore {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration TIME = Duration.ofSeconds(30);
    /** Version of a record's form that this version knows. */
    private static final int KNOWN = 1;

    /** Events after which nothing of a phase is needed any more. */
    private static final Set<String> ENDS = Set.of("ended", "failed", "settled");

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
    private final long fence;
    private final AtomicLong lines = new AtomicLong();

    /** One that is read and not written to. */
    public TargetStore(CommandRunner host, Target target, Clock clock) {
        this(host, target, clock, UnaryOperator.identity());
    }

    /**
     * @param mask hides secrets in what others said, which goes to the host's disk
     */
    public TargetStore(CommandRunner host, Target target, Clock clock, UnaryOperator<String> mask) {
        this(host, ReleasePaths.of(target), clock, mask, 0);
    }

    private TargetStore(CommandRunner host, ReleasePaths paths, Clock clock, UnaryOperator<String> mask, long fence) {
        this.host = host;
        this.paths = paths;
        this.clock = clock;
        this.mask = mask;
        this.fence = fence;
    }

    /** The same store, written to as the owner of a lock: refused once there is another one. */
    TargetStore ownedBy(TargetLock lock) {
        return new TargetStore(lock.host(), paths, clock, mask, lock.fence().number());
    }

    /** Everything that is remembered, newest record first. Reading changes nothing. */
    public State read() {
        Command command = HostFiles.script("read the releases in '" + paths.home() + "'", READ_ALL, paths.home());
        String[] parts = host.require(command, Deadline.in(TIME)).output().split(SEPARATOR + "\n", -1);
        String[] head = parts[0].split("\n", -1);
        Optional<String> current = Optional.of(head[0].strip()).filter(id -> !id.isEmpty());
        List<String> unreadable = new ArrayList<>();
        List<ReleaseRecord> records = List.of(parts).subList(1, parts.length).stream()
                .flatMap(text -> record(text, current, unreadable).stream())
                .sorted(Comparator.comparing(ReleaseRecord::id).reversed())
                .toList();
        return new State(
                current,
                Optional.of(head.length > 1 ? head[1].strip() : "").filter(key -> !key.isEmpty()),
                records,
                unreadable);
    }

    /**
     * The same for whoever changes something then.
     *
     * @throws ReleaseException if there is a record that this version cannot read: what it says would be passed over
     */
    public State readToChange() {
        State state = read();
        if (!state.unreadable().isEmpty()) {
            throw new ReleaseException(
                    ExitCode.NEEDS_ATTENTION,
                    "The records in '" + paths.releases() + "' on '" + host.place() + "' cannot all be read: "
                            + String.join("; ", state.unreadable()) + ".",
                    "Use the newer compose-release that wrote them, or restore the files that were damaged.");
        }
        return state;
    }

    /** One record that cannot be read must not hide the others from whoever looks. */
    private Optional<ReleaseRecord> record(String text, Optional<String> current, List<String> unreadable) {
        try {
            JsonNode tree = Json.tree(text, "a record in '" + paths.releases() + "'");
            int version = tree.path("schemaVersion").asInt();
            if (version > KNOWN) {
                unreadable.add("release " + tree.path("id").asText() + " has version " + version
                        + " of their form, expected at most " + KNOWN);
                return Optional.empty();
            }
            return Optional.of(Json.read(text, ReleaseRecord.class, "a record in '" + paths.releases() + "'"));
        } catch (ReleaseException e) {
            if (current.filter(id -> text.contains('"' + id + '"')).isPresent()) {
                throw e;
            }
            unreadable.add(e.getMessage());
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
        Journal.Entry entry = new Journal.Entry(
                clock.now(), release, phase.label(), event, mask.apply(detail), fence, lines.incrementAndGet());
        String over = ENDS.contains(event) ? paths.work(release) : "";
        host.require(Journal.append(paths.journal(), over, entry), Deadline.in(TIME));
    }

    /** What the journal says of a release. Reading changes nothing. */
    public Journal.Page journalOf(String release) {
        return Journal.parse(host.require(Journal.read(paths.journal(), release), Deadline.in(TIME))
                .output());
    }

    /** Removes a release with its lines of the journal and what its work left. */
    public void remove(String id) {
        host.require(Journal.forget(paths.journal(), id), Deadline.in(TIME));
        host.require(HostFiles.removeTree(paths.release(id)).withArguments(List.of(paths.work(id))), Deadline.in(TIME));
    }

    /**
     * @param current id of the release that serves
     * @param key key of this target's hashes
     * @param records all records that can be read, newest first
     * @param unreadable what is wrong with each of the others, in words
     */
    public record State(
            Optional<String> current, Optional<String> key, List<ReleaseRecord> records, List<String> unreadable) {
        public State {
            records = List.copyOf(records);
            unreadable = List.copyOf(unreadable);
        }

        State(Optional<String> current, Optional<String> key, List<ReleaseRecord> records) {
            this(current, key, records, List.of());
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

        /**
         * Whether what runs is not known to be the release that serves: since a release last came to a good end, or went back
         * as a whole, another one was left open. Failures before a switch say nothing of it, and a restore starts again what
         * was there.
         */
        public boolean unsettled() {
            boolean restored = false;
            for (ReleaseRecord record : records) {
                boolean restore = record.restored().isPresent();
                switch (record.state()) {
                    case SUCCEEDED, ROLLED_BACK -> {
                        if (!restore) {
                            return false;
                        }
                        restored = true;
                    }
                    case NEEDS_ATTENTION, RUNNING -> {
                        if (!restore || !restored) {
                            return true;
                        }
                    }
                    default -> {
                        continue;
                    }
                }
            }
            return false;
        }

        public Optional<ReleaseRecord> find(String id) {
            return records.stream().filter(record -> record.id().equals(id)).findFirst();
        }
    }
}
