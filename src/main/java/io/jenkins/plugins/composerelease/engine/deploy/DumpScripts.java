package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * Scripts on the host around a command in a container: they get a file as their first argument and the command as the
 * others. A dump is written under a temporary name and renamed; what stops it is TERM, and no half of a database stays
 * behind. Migrations begin after it, so it is on disk first, and its name too.
 */
final class DumpScripts {
    /** What a script prints, and nothing else, that failed before it changed any data. */
    static final String KEPT = "kept";

    private static final String BEGIN = "out=$1; shift; umask 077; dir=$(dirname -- \"$out\"); "
            + HostFiles.removedWhenStopped("\"$out.tmp\"") + "mkdir -p -- \"$dir\" || exit; ";
    private static final String END =
            HostFiles.synced("\"$out.tmp\"") + " && mv -f -- \"$out.tmp\" \"$out\" && " + HostFiles.synced("\"$dir\"");

    /** The command's standard output as it is. */
    private static final String STORE = BEGIN + "\"$@\" > \"$out.tmp\" || exit; " + END;

    /** The same compressed; the code of the first one that failed, which a pipe would hide. */
    private static final String STORE_ZIPPED = BEGIN
            + "r=$({ { \"$@\" 3>&- || echo $? >&3; } | gzip -c > \"$out.tmp\" 3>&- || echo 74 >&3; } 3>&1); "
            + "test -z \"$r\" || exit \"${r%%[!0-9]*}\"; " + END;

    private static final String FEED = "in=$1; shift; exec \"$@\" < \"$in\"";

    /** A dump that cannot be unpacked to its end is not given to anybody: {@link #KEPT}. */
    private static final String WHOLE = "in=$1; shift; gzip -t -- \"$in\" || { echo kept; exit 3; }; ";

    private static final String FEED_ZIPPED = WHOLE + "gzip -dc -- \"$in\" | \"$@\"";

    /** What the command gets first is the line on standard input: a password. */
    private static final String FEED_ZIPPED_AFTER_A_LINE =
            WHOLE + "IFS= read -r line; { printf '%s\\n' \"$line\"; gzip -dc -- \"$in\"; } | \"$@\"";

    private static final String SIZE = "test -s \"$1\" && stat -c %s -- \"$1\"";

    private DumpScripts() {}

    /** Keeps what a command prints. */
    static Command store(String purpose, String file, Command inner) {
        return around(purpose, STORE, file, inner);
    }

    static Command storeZipped(String purpose, String file, Command inner) {
        return around(purpose, STORE_ZIPPED, file, inner);
    }

    /** Gives a command a file to read. */
    static Command feed(String purpose, String file, Command inner) {
        return around(purpose, FEED, file, inner);
    }

    static Command feedZipped(String purpose, String file, Command inner) {
        return around(purpose, FEED_ZIPPED, file, inner);
    }

    /** The same after the one line that the script itself gets on standard input. */
    static Command feedZippedAfterALine(String purpose, String file, Command inner) {
        return around(purpose, FEED_ZIPPED_AFTER_A_LINE, file, inner);
    }

    /** Prints the size of a file in bytes; fails where it is empty or not there. */
    static Command size(String file) {
        return HostFiles.script("look at the size of '" + file + "'", SIZE, file);
    }

    private static Command around(String purpose, String script, String file, Command inner) {
        List<String> arguments = new ArrayList<>(List.of(file));
        arguments.addAll(inner.argv());
        return HostFiles.script(purpose, script, arguments.toArray(new String[0]))
                .withEnvironment(inner.environment())
                .withSecrets(inner.secretEnvironment());
    }
}
