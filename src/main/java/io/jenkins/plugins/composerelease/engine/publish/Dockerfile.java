package io.jenkins.plugins.composerelease.engine.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads from a Dockerfile what is copied, in the stages that an image is made of. */
final class Dockerfile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DIRECTIVE = Pattern.compile("\\s*#\\s*([A-Za-z][A-Za-z0-9]*)\\s*=\\s*(.+?)\\s*");
    private static final Pattern HEREDOC = Pattern.compile("[0-9]*<<(-?)(['\"]?)([A-Za-z0-9_.]+)\\2");
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*'|[\"'])+");
    private static final Pattern REMOTE = Pattern.compile("(?i)((https?|git|ssh)://|git@).*");
    private static final Set<String> WITH_HEREDOC = Set.of("ADD", "COPY", "RUN");

    private final List<String> lines;
    private final DockerStages stages = new DockerStages();
    private String escape = "\\";
    private int next;

    private Dockerfile(List<String> lines) {
        this.lines = lines;
    }

    /**
     * @param target the stage to build; the last one without
     * @return in the file's order; of all stages where it does not say which are needed
     */
    static List<Copy> copies(List<String> lines, Optional<String> target) {
        Dockerfile file = new Dockerfile(lines);
        file.directives();
        while (file.next < lines.size()) {
            int start = file.next;
            String line = file.line(start);
            file.next++;
            if (!isBlankOrComment(line)) {
                file.instruction(start + 1, file.joined(line).strip());
            }
        }
        return file.stages.copies(target);
    }

    private void directives() {
        for (int i = 0; i < lines.size(); i++) {
            Matcher directive = DIRECTIVE.matcher(line(i));
            if (!directive.matches()) {
                return;
            }
            if (directive.group(1).equalsIgnoreCase("escape")) {
                escape = directive.group(2);
            } else if (directive.group(1).equalsIgnoreCase("syntax")
                    && !directive.group(2).contains("dockerfile")) {
                stages.add(new Copy(i + 1, line(i), "", "", true)); // a language of its own
            }
        }
    }

    private String line(int index) {
        String line = lines.get(index);
        return (index == 0 && line.startsWith("\uFEFF") ? line.substring(1) : line).stripTrailing();
    }

    private static boolean isBlankOrComment(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    /** The line with those that continue it; comments and empty lines in between do not end it. */
    private String joined(String first) {
        StringBuilder text = new StringBuilder();
        String line = first;
        while (continues(line)) {
            text.append(line, 0, line.length() - 1);
            line = "";
            while (next < lines.size() && isBlankOrComment(line)) {
                line = line(next++);
            }
        }
        // A comment can only be left over at the end of the file.
        return text.append(isBlankOrComment(line) ? "" : line).toString();
    }

    private boolean continues(String line) {
        return line.endsWith(escape) && !line.endsWith(escape + escape);
    }

    private void instruction(int number, String text) {
        String[] parts = text.split("\\s+", 2);
        String keyword = parts[0].toUpperCase(Locale.ROOT);
        String rest = parts.length > 1 ? parts[1].strip() : "";
        if (keyword.equals("ONBUILD")) {
            instruction(number, rest);
            return;
        }
        if (WITH_HEREDOC.contains(keyword)) {
            skipHeredocs(rest);
        }
        if (keyword.equals("COPY") || keyword.equals("ADD")) {
            copy(number, text, rest);
        } else if (keyword.equals("FROM")) {
            from(number, text, rest);
        } else if (keyword.equals("RUN")) {
            words(rest).stream()
                    .takeWhile(word -> word.startsWith("--"))
                    .filter(word -> word.startsWith("--mount="))
                    .forEach(word -> mount(number, text, word.substring("--mount=".length())));
        }
    }

    private void from(int number, String text, String rest) {
        List<String> words =
                words(rest).stream().filter(word -> !word.startsWith("--")).toList();
        stages.start(words.size() > 2 ? words.get(2) : "");
        words.stream().limit(1).map(word -> word.replaceAll("[\"']", "")).forEach(image -> {
            stages.add(new Copy(number, text, image, "", false));
            if (image.contains("onbuild")) {
                stages.add(new Copy(number, text, "", "", true)); // such images are made to copy what they find
            }
        });
    }

    private void mount(int number, String text, String options) {
        Map<String, String> given = new HashMap<>(Map.of("type", "bind", "from", "", "source", ""));
        for (String option : options.replaceAll("[\"']", "").split(",")) {
            String[] parts = option.split("=", 2);
            given.put(
                    parts[0].strip().toLowerCase(Locale.ROOT).replaceFirst("^src$", "source"),
                    parts.length > 1 ? parts[1] : "");
        }
        if (given.get("type").equals("bind")) {
            stages.add(new Copy(number, text, given.get("from"), given.get("source"), true));
        } else {
            stages.use(given.get("from"));
        }
    }

    private void copy(int number, String text, String rest) {
        String from = "";
        String left = rest;
        while (left.startsWith("--")) {
            String[] parts = left.split("\\s+", 2);
            if (parts[0].startsWith("--from=")) {
                from = parts[0].substring("--from=".length()).replaceAll("[\"']", "");
            }
            left = parts.length > 1 ? parts[1].strip() : "";
        }
        List<String> words = arguments(left);
        for (String source : words.subList(0, Math.max(0, words.size() - 1))) {
            if (!HEREDOC.matcher(source).matches() && !REMOTE.matcher(source).matches()) {
                stages.add(new Copy(number, text, from, source, false));
            }
        }
    }

    private List<String> arguments(String text) {
        if (text.startsWith("[")) {
            try {
                return List.of(JSON.readValue(text, String[].class));
            } catch (JsonProcessingException e) {
                // Docker takes it for plain words then.
            }
        }
        return words(text).stream()
                .map(word -> HEREDOC.matcher(word).matches()
                        ? word
                        : word.replaceAll("[\"']", "").replace(escape, ""))
                .toList();
    }

    private static List<String> words(String text) {
        return WORD.matcher(text).results().map(match -> match.group()).toList();
    }

    /** What lies between {@code <<NAME} and {@code NAME} is no instruction. */
    private void skipHeredocs(String text) {
        for (String word : words(text)) {
            Matcher heredoc = HEREDOC.matcher(word);
            if (!heredoc.matches()) {
                continue;
            }
            for (int end = next; end < lines.size(); end++) {
                String line = heredoc.group(1).isEmpty()
                        ? lines.get(end)
                        : lines.get(end).replaceFirst("^\t+", "");
                if (line.equals(heredoc.group(3))) {
                    next = end + 1;
                    break;
                }
            }
        }
    }

    /**
     * One source of an instruction.
     *
     * @param line where the instruction starts, from 1
     * @param instruction its text
     * @param context {@code --from}; empty for the build context
     * @param source as it is written; empty for everything
     * @param perhaps whether it is only seen by the build, such as a bind mount, which need not leave it in the image
     */
    record Copy(int line, String instruction, String context, String source, boolean perhaps) {
        boolean from(String name) {
            return context.equals(name);
        }

        /** Whether a file of the context is copied. */
        boolean takes(String file) {
            return matches(file, false);
        }

        /** Whether a file, or anything of a directory, is copied. */
        boolean touches(String path) {
            return matches(path, path.endsWith("/"));
        }

        /** Whether this file alone is asked for. */
        boolean names(String file) {
            return DockerIgnore.clean(source).equals(file);
        }

        private boolean matches(String path, boolean below) {
            // Nobody knows here what a variable holds.
            String clean = source.contains("$") ? "" : DockerIgnore.clean(source);
            if (clean.contains("**")) {
                return below || matches(clean + "/**", path) || matches(clean, path);
            }
            String[] wanted = clean.isEmpty() ? new String[0] : clean.split("/");
            String[] names = path.split("/");
            if (wanted.length > names.length && !below) {
                return false;
            }
            for (int i = 0; i < Math.min(wanted.length, names.length); i++) {
                if (!matches(wanted[i], names[i])) {
                    return false;
                }
            }
            return true;
        }

        private static boolean matches(String glob, String name) {
            try {
                return Pattern.compile(DockerIgnore.regex(glob), Pattern.DOTALL)
                        .matcher(name)
                        .matches();
            } catch (PatternSyntaxException e) {
                return true; // Docker will say so
            }
        }
    }
}
