package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a {@code .dockerignore} file keeps out of a build context: the last line that matches decides. */
final class DockerIgnore {
    private final List<Rule> rules = new ArrayList<>();

    /**
     * @param file what messages call it
     * @throws InvalidInputException if a line is no pattern
     */
    DockerIgnore(String file, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            line = i == 0 && line.startsWith("\uFEFF") ? line.substring(1) : line;
            String text = line.strip();
            if (text.isEmpty() || line.startsWith("#")) {
                continue;
            }
            boolean keeps = text.startsWith("!");
            String glob = clean(keeps ? text.substring(1).strip() : text);
            if (!glob.isEmpty()) {
                rules.add(new Rule(rule(file, i + 1, glob), keeps));
            }
        }
    }

    static DockerIgnore read(Path file) {
        try {
            return new DockerIgnore(file.toString(), Files.readAllLines(file));
        } catch (IOException e) {
            throw new InvalidInputException(
                    "'" + file + "' could not be read: " + e.getMessage() + ".", "Save it as UTF-8 text.", e);
        }
    }

    /**
     * @param path relative to the context; a directory with {@code /} at the end
     */
    boolean ignores(String path) {
        String clean = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        boolean ignored = false;
        for (Rule rule : rules) {
            if (rule.pattern().matcher(clean).matches()) {
                ignored = !rule.keeps();
            }
        }
        return ignored;
    }

    /** Whether something below a directory that is ignored may still be taken. */
    boolean makesExceptions() {
        return rules.stream().anyMatch(Rule::keeps);
    }

    /** A path or pattern without detours, relative to the context; empty for the context itself. */
    static String clean(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/+")) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.remove(parts.size() - 1);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    /**
     * A pattern of Docker's as a regular expression for the whole text.
     *
     * @throws PatternSyntaxException if it is none
     */
    static String regex(String glob) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith("**", i)) {
                boolean directories = glob.startsWith("**/", i);
                out.append(directories ? "(?:.*/)?" : ".*");
                i += directories ? 2 : 1;
            } else if (c == '*') {
                out.append("[^/]*");
            } else if (c == '?') {
                out.append("[^/]");
            } else if (c == '[' && glob.indexOf(']', i + 2) > 0) {
                int end = glob.indexOf(']', i + 2);
                String set = glob.substring(i + 1, end).replace("[", "\\[").replace("&&", "&\\&");
                out.append("(?!/)[").append(set).append(']');
                i = end;
            } else if (c == '\\' && i + 1 < glob.length()) {
                out.append(Pattern.quote(String.valueOf(glob.charAt(++i))));
            } else {
                out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return out.toString();
    }

    private static Pattern rule(String file, int line, String glob) {
        try {
            // What is below a directory that matches goes with it.
            return Pattern.compile(regex(glob) + "(/.*)?", Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new InvalidInputException(
                    "Line " + line + " of '" + file + "' is no pattern: '" + Text.printable(glob) + "'.",
                    "Correct what is between '[' and ']', as Docker refuses it too.",
                    e);
        }
    }

    private record Rule(Pattern pattern, boolean keeps) {}
}
