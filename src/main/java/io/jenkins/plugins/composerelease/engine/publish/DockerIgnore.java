package io.jenkins.plugins.composerelease.engine.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a {@code .dockerignore} file keeps out of a build context: the last line that matches decides. */
final class DockerIgnore {
    private final List<Rule> rules = new ArrayList<>();

    DockerIgnore(List<String> lines) {
        for (String line : lines) {
            String text = line.replace("\uFEFF", "").strip();
            if (text.isEmpty() || line.startsWith("#")) {
                continue;
            }
            boolean keeps = text.startsWith("!");
            String glob = (keeps ? text.substring(1).strip() : text).replaceAll("/+", "/");
            glob = glob.replaceFirst("^(\\./|/)+", "").replaceFirst("/(\\.)?$", "");
            if (!glob.isEmpty()) {
                // What is below a directory that matches goes with it.
                rules.add(new Rule(Pattern.compile(regex(glob) + "(/.*)?", Pattern.DOTALL), keeps));
            }
        }
    }

    /**
     * @param path relative to the context; a directory with {@code /} at the end
     */
    boolean ignores(String path) {
        String clean = path.replaceFirst("/$", "");
        boolean ignored = false;
        for (Rule rule : rules) {
            if (rule.pattern().matcher(clean).matches()) {
                ignored = !rule.keeps();
            }
        }
        return ignored;
    }

    private static String regex(String glob) {
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

    private record Rule(Pattern pattern, boolean keeps) {}
}
