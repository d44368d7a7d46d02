package io.jenkins.plugins.composerelease.engine.command;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Commands on a host that go on when their connection ends, and are found again. Pure: nothing runs here.
 *
 * <p>Each has a directory, which can be made once, so it begins once. In it are {@code claim} (process, start and the host's
 * boot), {@code lock}, which it holds as long as anything of it runs, {@code out} and {@code err}, {@code beat}, touched every
 * few seconds, and {@code exit} with its exit code, which comes by a rename, so that it is whole or not there. Its environment
 * and its standard input are never in a file.
 */
public final class LastingWork {
    /**
     * The command itself, in a session of its own, so that nothing which ends a connection reaches it. It reads all of its
     * input before it begins: a connection that is lost meanwhile must not cut off a part. Descriptor 7 is the lock, and goes
     * to all that it starts. Others hold that lock for a moment when they look.
     */
    private static final String RUN = "d=$1; n=$2; shift 2; exec 7>>\"$d/lock\" && flock -w 5 7 || exit 75; "
            + "in=; test \"$n\" -eq 0 || in=$(timeout 30 base64 | tr -d '\\n'); exec < /dev/null; "
            + "test \"${#in}\" -eq \"$n\" || { : > \"$d/refused\"; exit 75; }; "
            + "printf 'pid=%s\\nstart=%s\\nboot=%s\\n' $$ \"$(sed 's/.*) //' /proc/$$/stat | cut -d ' ' -f 20)\""
            + " \"$(cat /proc/sys/kernel/random/boot_id)\" > \"$d/claim.tmp\" && "
            + HostFiles.synced("\"$d/claim.tmp\"") + " && mv -f -- \"$d/claim.tmp\" \"$d/claim\" && "
            + HostFiles.synced("\"$d\"") + " || { : > \"$d/refused\"; exit 75; }; "
            + "(exec 7>&-; while sleep 5; do : > \"$d/beat\"; done) > /dev/null 2>&1 & b=$!; trap : TERM INT; "
            + "if test \"$n\" -eq 0; then \"$@\"; else printf %s \"$in\" | base64 -d | \"$@\"; fi; c=$?; "
            + "kill -s KILL $b 2> /dev/null; printf '%s\\n' \"$c\" > \"$d/exit.tmp\" && "
            + HostFiles.synced("\"$d/exit.tmp\"") + " && mv -f -- \"$d/exit.tmp\" \"$d/exit\" && "
            + HostFiles.synced("\"$d\"");

    /** Descriptor 8 belongs to whoever starts it, who waits until it has begun: another owner then finds it. */
    private static final String START = "umask 077; d=$1; n=$2; r=$3; shift 3; mkdir -p -- \"${d%/*}\" || exit 73; "
            + "mkdir -- \"$d\" 2> /dev/null || { test -d \"$d\" && exit 0; exit 73; }; exec 3<&0; "
            + "setsid sh -c \"$r\" compose-release-work \"$d\" \"$n\" \"$@\" <&3 > \"$d/out\" 2> \"$d/err\" 8>&- 3<&- & "
            + "exec < /dev/null 3<&-; i=0; "
            + "while test ! -e \"$d/claim\" && test ! -e \"$d/refused\" && test $i -lt 1500; do sleep 0.02; i=$((i + 1)); done; "
            + "test -e \"$d/claim\"";

    /** Prints all that it printed, and ends with 0 when it has ended so, with 1 when that has to be looked at. */
    private static final String FOLLOW =
            "d=$1; o=0; e=0; new() { tail -c +$(($2 + 1)) -- \"$1\" | head -c $(($3 - $2)); }; "
                    + "while :; do flock -s -E 75 -w 0.2 \"$d/lock\" true; r=$?; "
                    + "s=$(wc -c < \"$d/out\") && test \"$s\" -gt $o && new \"$d/out\" $o \"$s\" && o=$s; "
                    + "s=$(wc -c < \"$d/err\") && test \"$s\" -gt $e && new \"$d/err\" $e \"$s\" >&2 && e=$s; "
                    + "test $r -eq 75 || break; done; test \"$(cat -- \"$d/exit\" 2> /dev/null)\" = 0";

    /** Prints for each directory its name and its state. */
    private static final String LOOK = "b=$(cat /proc/sys/kernel/random/boot_id); for d do test -d \"$d\" || continue; "
            + "if test ! -e \"$d/lock\"; then s=new; "
            + "elif ! flock -s -n \"$d/lock\" true; then if test -e \"$d/claim\"; then s=running; else s=starting; fi; "
            + "elif test -s \"$d/exit\"; then s=\"ended $(cat -- \"$d/exit\")\"; elif test ! -e \"$d/claim\"; then s=new; "
            + "elif grep -q -x \"boot=$b\" \"$d/claim\"; then s=gone; else s=rebooted; fi; "
            + "printf '%s %s\\n' \"${d##*/}\" \"$s\"; done";

    private static final String LOOK_ALL = "w=$1; set -- \"$w\"/*; " + LOOK;

    /** Its process group; as long as the lock is held, no other process can have that number. */
    private static final String STOP =
            "d=$1; : > \"$d/stopped\"; p=$(sed -n 's/^pid=//p' \"$d/claim\"); test -n \"$p\" || exit 1; "
                    + "flock -s -n \"$d/lock\" true && exit 0; kill -s TERM -- \"-$p\"; "
                    + "flock -s -w 8 \"$d/lock\" true && exit 0; kill -s KILL -- \"-$p\"; flock -s -w 4 \"$d/lock\" true || exit 1; "
                    + "test -s \"$d/exit\" || { echo 137 > \"$d/exit.tmp\" && mv -f -- \"$d/exit.tmp\" \"$d/exit\"; }";

    /** Where it never began: then it can begin anew. */
    private static final String DISCARD = "d=$1; test -e \"$d\" || exit 0; test ! -e \"$d/claim\" || exit 1; "
            + "test ! -e \"$d/lock\" || flock -n \"$d/lock\" true || exit 1; rm -rf -- \"$d\"";

    private LastingWork() {}

    /** What became of work. */
    public enum State {
        /** There is nothing of that name. */
        NONE,
        /** It was to begin, and did not. */
        NEW,
        /** It reads its input; that takes half a minute at most. */
        STARTING,
        RUNNING,
        ENDED,
        /** It was killed before it could say how it ended. */
        GONE,
        /** The host was started again before it could say how it ended. */
        REBOOTED
    }

    /**
     * What was seen of it.
     *
     * @param name last part of its directory
     * @param exitCode where it ended
     */
    public record Look(String name, State state, Optional<Integer> exitCode) {}

    /** Begins a command, or does nothing where it began before. Its standard input and environment are the command's. */
    public static Command start(Command command, String directory) {
        Optional<Secret> input = command.stdin().filter(secret -> secret.bytes().length > 0);
        int encoded = input.map(secret -> Base64.getEncoder().encode(secret.bytes()).length)
                .orElse(0);
        List<String> argv = new ArrayList<>(
                List.of("sh", "-c", START, "compose-release-start", directory, String.valueOf(encoded), RUN));
        argv.addAll(command.argv());
        return command.passing().withArgv(argv);
    }

    /** Prints its output from the beginning, until it ends. */
    public static Command follow(String purpose, String directory) {
        return HostFiles.script(purpose, FOLLOW, directory);
    }

    /** See {@link #parse}. */
    public static Command look(String directory) {
        return HostFiles.script("look for the work in '" + directory + "'", LOOK, directory);
    }

    /** The same for all work below a directory. */
    public static Command lookAll(String parent) {
        return HostFiles.script("look for work in '" + parent + "'", LOOK_ALL, parent);
    }

    /** TERM, after 8 s KILL; exits with 0 when nothing of it runs any more. */
    public static Command stop(String directory) {
        return HostFiles.script("stop the work in '" + directory + "'", STOP, directory);
    }

    /** Makes room for a new beginning; exits with 1 where it did begin. */
    public static Command discard(String directory) {
        return HostFiles.script("discard the work in '" + directory + "'", DISCARD, directory);
    }

    /** What {@link #look} and {@link #lookAll} print, by name. */
    public static Map<String, Look> parse(String output) {
        Map<String, Look> all = new LinkedHashMap<>();
        for (String line : output.lines().toList()) {
            String[] words = line.split(" ", 3);
            State state = State.valueOf(words[1].toUpperCase(Locale.ROOT));
            Optional<Integer> exit = state == State.ENDED
                    ? Optional.of(words[2].strip())
                            .filter(code -> code.matches("\\d{1,3}"))
                            .map(Integer::valueOf)
                    : Optional.empty();
            all.put(words[0], new Look(words[0], state, exit));
        }
        return all;
    }
}
