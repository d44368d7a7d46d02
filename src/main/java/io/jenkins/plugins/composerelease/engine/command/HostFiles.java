package io.jenkins.plugins.composerelease.engine.command;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds commands on files of a host. The scripts are constant and get every path as an argument, so that no name is
 * ever read as shell.
 */
public final class HostFiles {
    private static final String WRITE = "umask 077; mkdir -p -- \"$(dirname -- \"$1\")\" && t=\"$1.$$.tmp\" && { "
            + removedWhenStopped("\"$t\"")
            + "cat > \"$t\" && chmod \"$2\" -- \"$t\" && " + synced("\"$t\"")
            + " && mv -f -- \"$t\" \"$1\" && " + synced("\"$(dirname -- \"$1\")\"") + "; }";

    private HostFiles() {}

    /**
     * The beginning of a script that removes its temporary file however it ends; what stops a command is TERM.
     *
     * @param file a quoted word of the script, such as {@code "$t"}
     */
    public static String removedWhenStopped(String file) {
        return "trap 'rm -f -- " + file + "' EXIT; trap 'exit 143' HUP INT TERM; ";
    }

    /**
     * The part of a script that waits until a file, or a directory's names, are on disk.
     *
     * @param path a quoted word of the script
     */
    public static String synced(String path) {
        return "{ sync -- " + path + " 2>/dev/null || sync; }";
    }

    /** Writes standard input to a file: complete and on disk, or not at all. Makes missing directories (0700). */
    public static Command write(String path, String mode, Secret content) {
        return script("write '" + path + "'", WRITE, path, mode).withStdin(content);
    }

    /**
     * Makes directories that let nobody but their owner in (0700), each after the one it is in. Refuses one that is there
     * and is somebody else's, or a link: below a directory that everybody may write to, such as {@code /dev/shm},
     * somebody may have been faster.
     */
    public static Command privateDirectories(List<String> levels) {
        return script(
                "make the private directory '" + levels.get(levels.size() - 1) + "'",
                "umask 077; for d do mkdir -- \"$d\" 2> /dev/null || test -e \"$d\" || test -L \"$d\" || mkdir -- \"$d\" || exit 1; "
                        + own("\"$d\"")
                        + " && chmod 700 -- \"$d\" || { echo \"'$d' is there already and is not a directory of this user:"
                        + " find out who made it, and remove it\" >&2; exit 1; }; done",
                levels.toArray(new String[0]));
    }

    /**
     * The condition of a script that a path is this user's own directory, and no link to one.
     *
     * @param directory a quoted word of the script, such as {@code "$d"}
     */
    public static String own(String directory) {
        return "test -d " + directory + " && test ! -L " + directory + " && test -O " + directory;
    }

    /** Writes a file only where there is none yet. */
    public static Command writeNew(String path, Secret content) {
        return script("write '" + path + "'", "test -e \"$1\" && exit 0; " + WRITE, path, "600")
                .withStdin(content);
    }

    /** Prints a file; nothing when there is none. */
    public static Command read(String path) {
        return script("read '" + path + "'", "test ! -e \"$1\" || cat -- \"$1\"", path);
    }

    /** Copies files from one directory to another under the same relative paths, each complete or not at all. */
    public static Command install(String from, String to, List<String> relative) {
        return copy(from, to, relative, "");
    }

    /** The same for the files that are not there yet. */
    public static Command installMissing(String from, String to, List<String> relative) {
        return copy(from, to, relative, "test -e \"$to/$f\" && continue; ");
    }

    private static Command copy(String from, String to, List<String> relative, String first) {
        List<String> arguments = new ArrayList<>(List.of(from, to));
        arguments.addAll(relative);
        return script(
                "install files into '" + to + "'",
                "umask 022; from=$1; to=$2; shift 2; "
                        + removedWhenStopped("\"$to/$f.$$.tmp\"")
                        + "for f do "
                        + first
                        // Docker makes a directory where a file to mount is missing, and mv would move into it.
                        + "test ! -d \"$to/$f\" || { echo \"'$to/$f' is a directory, expected a file\" >&2; exit 1; }; "
                        + "mkdir -p -- \"$(dirname -- \"$to/$f\")\" && cp -fp -- \"$from/$f\" \"$to/$f.$$.tmp\" && "
                        + "mv -f -- \"$to/$f.$$.tmp\" \"$to/$f\" || exit 1; done",
                arguments.toArray(new String[0]));
    }

    /** Removes files below a directory; those that are gone already are no error. */
    public static Command remove(String directory, List<String> relative) {
        List<String> arguments = new ArrayList<>(List.of(directory));
        arguments.addAll(relative);
        return script(
                "remove files from '" + directory + "'",
                "d=$1; shift; for f do rm -f -- \"$d/$f\" || exit 1; done",
                arguments.toArray(new String[0]));
    }

    /** Copies a directory whole. */
    public static Command copyTree(String from, String to) {
        return Command.of("copy '" + from + "' to '" + to + "'", "cp", "-a", "--", from, to);
    }

    public static Command removeTree(String path) {
        return Command.of("remove '" + path + "'", "rm", "-rf", "--", path);
    }

    /** A constant POSIX script with its arguments. */
    public static Command script(String purpose, String script, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        argv.addAll(List.of(arguments));
        return Command.of(purpose, argv);
    }
}
