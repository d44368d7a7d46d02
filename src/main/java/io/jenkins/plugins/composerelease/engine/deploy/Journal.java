package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The form of a target's journal: JSON lines that only grow. Pure: nothing runs here. */
public final class Journal {
    /**
     * Appends a line and waits until it is on disk. One that is there already was sent twice; one that was cut off by a full
     * disk or a power loss stays a line of its own. What work of the phase printed may hold secrets, and is removed with it.
     */
    private static final String APPEND = "umask 077; mkdir -p -- \"$(dirname -- \"$1\")\" && l=$(cat) || exit 1; "
            + "test \"$l\" = \"$(tail -n 1 -- \"$1\" 2>/dev/null)\" || { "
            + "{ test ! -s \"$1\" || test -z \"$(tail -c 1 -- \"$1\")\" || echo >> \"$1\"; } && "
            + "printf '%s\\n' \"$l\" >> \"$1\" && " + HostFiles.synced("\"$1\"") + "; } || exit 1; "
            + "test -z \"$2\" || rm -f -- \"$2\"/*/out \"$2\"/*/err";

    /** Prints the lines of one release. */
    private static final String READ =
            "test -e \"$1\" || exit 0; grep -F -- \"\\\"release\\\":\\\"$2\\\"\" \"$1\" || test $? -eq 1";

    /** Takes out the lines of one release; the file is the old one or the new one. */
    private static final String FORGET = "test -e \"$1\" || exit 0; umask 077; t=\"$1.$$.tmp\"; "
            + HostFiles.removedWhenStopped("\"$t\"")
            + "grep -v -F -- \"\\\"release\\\":\\\"$2\\\"\" \"$1\" > \"$t\"; test $? -le 1 && "
            + HostFiles.synced("\"$t\"") + " && mv -f -- \"$t\" \"$1\"";

    private Journal() {}

    /**
     * One line.
     *
     * @param phase label of the phase
     * @param event {@code started}, {@code ended} or {@code failed}; other events of a phase have other names
     * @param fence number of the owner that wrote it, 0 in what an earlier version wrote
     * @param sequence counts the lines of one owner from 1, 0 in what an earlier version wrote
     */
    public record Entry(
            Instant time, String release, String phase, String event, String detail, long fence, long sequence) {}

    /**
     * The lines of a release, oldest first.
     *
     * @param damaged how many lines of it are no whole line, because a disk was full or the power went
     */
    public record Page(List<Entry> entries, int damaged) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * @param work directory of what the phase left, where it is over; else empty
     */
    static Command append(String file, String work, Entry entry) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("v", 1);
        line.put("time", entry.time());
        line.put("release", entry.release());
        line.put("phase", entry.phase());
        line.put("event", entry.event());
        line.put("detail", entry.detail());
        line.put("fence", entry.fence());
        line.put("seq", entry.sequence());
        return HostFiles.script("append to '" + file + "'", APPEND, file, work)
                .withStdin(Secret.of(Json.line(line) + "\n"));
    }

    static Command read(String file, String release) {
        return HostFiles.script("read the journal '" + file + "'", READ, file, release);
    }

    static Command forget(String file, String release) {
        return HostFiles.script("shorten the journal '" + file + "'", FORGET, file, release);
    }

    static Page parse(String lines) {
        List<Entry> entries = new ArrayList<>();
        int damaged = 0;
        for (String line : lines.lines().filter(text -> !text.isBlank()).toList()) {
            try {
                entries.add(entry(Json.tree(line, "a line of the journal")));
            } catch (ReleaseException | DateTimeException e) {
                damaged++;
            }
        }
        return new Page(entries, damaged);
    }

    private static Entry entry(JsonNode line) {
        return new Entry(
                Instant.parse(line.path("time").asText()),
                line.path("release").asText(),
                line.path("phase").asText(),
                line.path("event").asText(),
                line.path("detail").asText(),
                line.path("fence").asLong(),
                line.path("seq").asLong());
    }
}
