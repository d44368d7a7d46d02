package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.SecretLook;
import io.jenkins.plugins.composerelease.engine.model.SecretLook.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells where in a file of variables there are secrets: by the names of variables, and by what tokens and keys look like. */
public final class EnvSecrets {
    private static final Set<String> EXAMPLES = Set.of("example", "sample", "template", "dist");
    private static final Set<Reason> TOKENS = EnumSet.of(Reason.KEY_BLOCK, Reason.TOKEN, Reason.MAYBE_TOKEN);
    private static final Pattern ENTRY = Pattern.compile(
            "\\s*+(?:export\\s++)?+[\"']?+([A-Za-z_][A-Za-z0-9_.-]*+)[\"']?+\\s*+[=:]\\s*+(.*)", Pattern.DOTALL);

    private EnvSecrets() {}

    /** Whether a file of this name holds variables, and not only an example of them. */
    static boolean isEnvFile(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean env = lower.equals(".env") || lower.startsWith(".env.") || lower.endsWith(".env");
        return env && Arrays.stream(lower.split("\\.")).noneMatch(EXAMPLES::contains);
    }

    /** Where the lines of a file of variables hold what looks like secrets. */
    public static List<Finding> find(List<String> lines) {
        Set<String> users = users(lines);
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            // What is commented out is tried out or explained there: of that, only what has the form of one counts.
            boolean comment = line.stripLeading().startsWith("#");
            Matcher entry = ENTRY.matcher(comment ? line.replaceFirst("[\\s#]+", "") : line);
            String name = entry.matches() ? entry.group(1) : "";
            Optional<Reason> reason = SecretLook.judge(name, line).filter(TOKENS::contains);
            if (reason.isEmpty() && !comment) {
                reason = judge(line, entry, users);
            }
            // Where somebody put a token in front of the sign, the name is one.
            boolean token = SecretLook.holdsToken(name);
            int number = i + 1;
            reason.ifPresent(is -> found.add(new Finding(number, token ? "" : name, is)));
        }
        return found;
    }

    private static Optional<Reason> judge(String line, Matcher entry, Set<String> users) {
        String name = entry.matches() ? entry.group(1) : "";
        return SecretLook.judge(name, entry.matches() ? value(entry.group(2)) : "", users)
                .or(() ->
                        SecretLook.judge(name, line.replaceFirst("\\s#.*", "")).filter(Reason.LOGIN_URL::equals));
    }

    /** Who logs in: a password that is the same is none. */
    private static Set<String> users(List<String> lines) {
        return lines.stream()
                .map(ENTRY::matcher)
                .filter(Matcher::matches)
                .filter(entry -> SecretLook.isUser(entry.group(1)))
                .map(entry -> value(entry.group(2)).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static String value(String text) {
        String value = text.strip();
        if (!value.isEmpty() && "\"'".indexOf(value.charAt(0)) >= 0) {
            int end = value.indexOf(value.charAt(0), 1);
            return (end > 0 ? value.substring(1, end) : value.substring(1)).strip();
        }
        return value.startsWith("#") ? "" : value.replaceFirst("\\s#.*", "").stripTrailing();
    }

    /**
     * Where there is a secret; never which.
     *
     * @param line from 1
     * @param name the variable; empty where the line has none
     * @param reason what it looks like
     */
    public record Finding(int line, String name, Reason reason) {}
}
