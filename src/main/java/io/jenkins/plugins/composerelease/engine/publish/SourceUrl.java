package io.jenkins.plugins.composerelease.engine.publish;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a repository as it may stand in a label that everyone who pulls the image can read. */
final class SourceUrl {
    private static final Pattern URL =
            Pattern.compile("(https?|ssh|git)://(?:[^/]*@)?([A-Za-z0-9.-]+)(:[0-9]+)?(/[^?#@]*)?(?:[?#].*)?");
    private static final Pattern SCP = Pattern.compile("(?:[^@/:]+@)?([A-Za-z0-9.-]+):(?!/)([^@]+)");

    private SourceUrl() {}

    /**
     * Without user, password, query and {@code .git}; SSH addresses as https; empty for a local path and
     * for what cannot be told apart from a password.
     */
    static Optional<String> publicForm(String remote) {
        Matcher url = URL.matcher(remote);
        if (url.matches()) {
            boolean web = url.group(1).startsWith("http");
            String scheme = web ? url.group(1) : "https";
            String port = web && url.group(3) != null ? url.group(3) : "";
            String path = url.group(4) == null ? "" : url.group(4);
            return Optional.of(scheme + "://" + url.group(2) + port + trimmed(path));
        }
        Matcher scp = SCP.matcher(remote);
        return scp.matches() ? Optional.of("https://" + scp.group(1) + "/" + trimmed(scp.group(2))) : Optional.empty();
    }

    private static String trimmed(String path) {
        return path.replaceFirst("/+$", "").replaceFirst("\\.git$", "");
    }
}
