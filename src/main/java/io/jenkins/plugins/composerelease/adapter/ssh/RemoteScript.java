package io.jenkins.plugins.composerelease.adapter.ssh;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Fence;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * The shell scripts that run on the host. Pure: nothing runs here.
 *
 * <p>A host's process list shows {@link #bootstrap} and the command, never the script: it arrives as the first line of
 * standard input, in base64, and holds the environment with its secrets. The shell reads that line byte by byte, so the
 * rest of standard input is the command's own.
 *
 * <p>Each command runs in the process group that sshd gives its session. The group's id stands in a file named by the
 * run in the connection's private directory, and that is how a run is stopped, see {@link #stop}.
 */
final class RemoteScript {
    private static final String FUNCTIONS = """
            cr_left() { cr_some=1; for cr_p in $cr_groups; do kill -s 0 -- "-$cr_p" 2>/dev/null && cr_some=0; done; return $cr_some; }
            cr_signal() { for cr_p in $cr_groups; do kill -s "$1" -- "-$cr_p" 2>/dev/null; done; }
            cr_wait() { cr_n=0; while cr_left && [ $cr_n -lt "$1" ]; do sleep 0.05 2>/dev/null || sleep 1; cr_n=$((cr_n+1)); done; }
            cr_stop() {
              cr_groups=
              for cr_f in "$@"; do
                cr_p=
                [ -f "$cr_f" ] && read -r cr_p <"$cr_f"
                [ -n "$cr_p" ] && grep -q "compose-release:$cr_f" "/proc/$cr_p/cmdline" 2>/dev/null && cr_groups="$cr_groups $cr_p"
              done
              cr_signal TERM; cr_wait 100; cr_signal KILL; cr_wait 40
              if cr_left; then return 1; fi
            }
            """;

    /** Exit code of a command that was not run, as it was for an owner of a target that was replaced. */
    static final int FENCED = 79;

    /** Seconds without a sign of the client, after which what runs for it is stopped: a network can go without a word. */
    private static final int SILENCE = 60;

    /** When a process started, as the kernel counts: a later process of the same id has another start. */
    static final String START = """
            cr_start() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }
            """;

    /**
     * Removes this user's private directories whose processes are gone, as the processes named in them say by id and start,
     * or by the id of a run: a shell that is killed cannot do it itself. What belongs to processes that cannot be seen from
     * here is left alone, and what has no name in it yet, unless it is empty for a minute and more.
     */
    static final String SWEEP = """
            cr_ns=$(readlink /proc/self/ns/pid 2>/dev/null)
            cr_is() { [ -n "$1" ] && grep -q "$2" "/proc/$1/cmdline" 2>/dev/null; }
            cr_live() {
              read -r cr_p cr_n cr_s <"$1/.owner"
              [ "$cr_n" = "$cr_ns" ] || return 0
              if cr_is "$cr_p" compose-release && { [ -z "$cr_s" ] || [ "$cr_s" = "$(cr_start "$cr_p")" ]; }; then return 0; fi
              for cr_f in "$1"/*; do
                cr_p=
                [ -f "$cr_f" ] && read -r cr_p cr_n <"$cr_f"
                cr_is "$cr_p" "compose-release:${cr_f##*/}" && return 0
              done
              return 1
            }
            for cr_o in /dev/shm/compose-release.* /tmp/compose-release.* /dev/shm/compose-release-login.*; do
              [ -d "$cr_o" ] && [ ! -L "$cr_o" ] && [ -O "$cr_o" ] || continue
              if [ -s "$cr_o/.owner" ]; then
                cr_live "$cr_o" || rm -rf -- "$cr_o"
              elif [ -n "$(find "$cr_o" -prune -mmin +1 2>/dev/null)" ]; then
                rmdir -- "$cr_o" 2>/dev/null
              fi
            done
            """;

    private RemoteScript() {}

    /**
     * What sshd hands to the login shell: free of anything that a csh or fish would read in another way than sh.
     *
     * @param run id of the run, letters, digits and {@code -}
     */
    static String bootstrap(String run) {
        return "exec sh -c 'IFS= read -r cr_s && cr_s=$(printf %s \"$cr_s\" | base64 -d) && eval \"$cr_s\"' "
                + marker(run);
    }

    /** What a run's own messages on standard error start with, and what names its shell in the process list. */
    static String marker(String run) {
        return "compose-release:" + run;
    }

    /**
     * Standard input of the connection's first session: makes the private directory, says so, and when the connection
     * ends, however it ends, stops what still runs and removes the directory.
     */
    static Secret supervisor() {
        ShellText script = new ShellText()
                .add("umask 077\ntrap '' HUP PIPE\n")
                .add(FUNCTIONS)
                .add(START)
                .add("""
                        cr_d=$(mktemp -d /dev/shm/compose-release.XXXXXXXXXX 2>/dev/null || mktemp -d /tmp/compose-release.XXXXXXXXXX) || exit 1
                        echo "$$ $(readlink /proc/self/ns/pid 2>/dev/null) $(cr_start $$)" >"$cr_d/.owner"
                        if command -v docker >/dev/null 2>&1; then cr_docker=yes; else cr_docker=no; fi
                        echo "compose-release ready $cr_docker $cr_d"
                        """)
                .add(SWEEP)
                .add("""
                        if command -v timeout >/dev/null 2>&1; then
                          while timeout %d sh -c 'IFS= read -r cr_x' compose-release:beat; do :; done
                        else
                          while read -r cr_x; do :; done
                        fi
                        mv "$cr_d" "$cr_d.ended" && cd "$cr_d.ended" && cr_stop *
                        rm -rf "$cr_d.ended"
                        """.formatted(SILENCE));
        return Secret.of(script.line());
    }

    /**
     * Standard input of a session that runs a command: the script, then the command's own input. Where it ends with 255,
     * which ssh also says when it lost the connection, it says why on standard error, after the run's marker: {@code
     * exited}, {@code directory} or {@code program} when one is missing, {@code stopped} when it was not started. It ends
     * with {@link #FENCED}, and says {@code fenced} and who owns the target now, when it was for an owner before.
     *
     * @param directory private directory of the connection on the host
     */
    static Secret command(Command command, String directory, String run) {
        String say = "echo '" + marker(run) + " ";
        ShellText script = new ShellText().add("unset cr_s\ncr_f=").quoted(directory + "/" + run);
        // A stop writes its mark and then reads this file; this writes the file and then looks for the mark.
        script.add("\necho $$ 2>/dev/null >\"$cr_f\" && [ -f \"$cr_f\" ] && [ ! -e \"$cr_f.stop\" ] || { " + say)
                .add("stopped' >&2; exit 255; }\n");
        command.fence().ifPresent(fence -> fence(script, fence, say));
        script.add("(\n");
        command.directory().ifPresent(path -> script.add("cd -- ")
                .quoted(path)
                .add(" 2>/dev/null || { " + say + "directory' >&2; exit 255; }\n"));
        command.environment().forEach((name, value) -> export(script, name, value.getBytes(StandardCharsets.UTF_8)));
        command.secretEnvironment().forEach((name, value) -> export(script, name, value.bytes()));
        script.add("command -v ").quoted(command.argv().get(0));
        script.add(" >/dev/null 2>&1 || { " + say + "program' >&2; exit 255; }\nexec");
        command.argv().forEach(argument -> script.add(" ").quoted(argument));
        script.add("\n)\ncr_c=$?\nrm -f \"$cr_f\"\n[ $cr_c -ne 255 ] || " + say + "exited' >&2\nexit $cr_c\n");
        return join(script.line(), command.stdin().map(Secret::bytes).orElse(new byte[0]));
    }

    /** Whoever raises the fence then waits for descriptor 8, which the command has for as long as anything of it runs. */
    private static void fence(ShellText script, Fence fence, String say) {
        script.add("cr_h=").quoted(fence.directory());
        script.add(
                        "\ncr_n=; [ -d \"$cr_h\" ] && exec 8>>\"$cr_h/work.lock\" && flock -s -w 60 8 && read -r cr_n <\"$cr_h/fence\"\n")
                .add("[ \"$cr_n\" = " + fence.number() + " ] || { rm -f \"$cr_f\"; " + say)
                .add("fenced '\"$(cat \"$cr_h/owner\" 2>/dev/null)\" >&2; exit " + FENCED + "; }\nunset cr_h cr_n\n");
    }

    /** Standard input of a session that stops runs: TERM, after 5 s KILL; exits with 0 when none is left. */
    static Secret stop(String directory, Collection<String> runs) {
        ShellText script = new ShellText()
                .add("umask 077\n")
                .add(FUNCTIONS)
                .add("cd ")
                .quoted(directory)
                .add(" || exit 1\n");
        String names = String.join(" ", runs);
        script.add("for cr_f in " + names + "; do : >\"$cr_f.stop\"; done\ncr_stop " + names + "\n");
        return Secret.of(script.line());
    }

    private static void export(ShellText script, String name, byte[] value) {
        for (byte b : value) {
            if (b == 0) {
                throw new InvalidInputException(
                        "The value of variable '" + name + "' holds a NUL character.",
                        "Pass binary secrets as base64.");
            }
        }
        script.add("export " + name + "=").quoted(value).add("\n");
    }

    private static Secret join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return Secret.of(all);
    }

    /** What a run said after its marker, if anything. */
    static Map.Entry<String, String> split(String errors, String run) {
        int at = errors.indexOf(marker(run) + " ");
        if (at < 0) {
            return Map.entry(errors, "");
        }
        String said = errors.substring(at + marker(run).length() + 1);
        return Map.entry(errors.substring(0, at), said.lines().findFirst().orElse(""));
    }
}
