package io.jenkins.plugins.composerelease.engine.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads an application's version from the file that holds it: {@code package.json}, {@code pyproject.toml},
 * {@code Cargo.toml}, {@code mix.exs}, {@code pom.xml}, a Python file with {@code __version__}, a file with nothing
 * else in it, or any file by a regular expression.
 */
public final class VersionFile {
    private static final int MAX_BYTES = 4 << 20;
    private static final Pattern PYTHON =
            Pattern.compile("(?m)^__version__\\s*(?::\\s*\\w+\\s*)?=\\s*[rub]*([\"'])(.+?)\\1");
    private static final Pattern MIX = Pattern.compile("(?m)^\\s*(?:@version\\s+|version:\\s*)\"([^\"]+)\"");
    private static final Pattern ALONE = Pattern.compile("\\s*(\\S+)\\s*");

    private final Path file;
    private final String text;

    private VersionFile(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * @param pattern regular expression whose first group (the whole match without one) is the version; {@code ^} and
     *     {@code $} match at lines. Empty: the file's name decides how it is read
     * @throws InvalidInputException if there is no such file, or no version in it
     */
    public static String read(Path file, Optional<String> pattern) {
        VersionFile source = new VersionFile(file, content(file));
        Optional<String> version = pattern.isPresent() ? source.matching(pattern.get()) : source.byName();
        String found = version.map(String::strip)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new InvalidInputException(
                        "There is no version in '" + file + "'"
                                + pattern.map(p -> " that matches '" + p + "'").orElse("") + ".",
                        pattern.isPresent()
                                ? "Correct the expression or the file."
                                : "Write it there, or say where it stands with a pattern."));
        return Names.argument("version in '" + file + "':", found);
    }

    private Optional<String> byName() {
        String name = String.valueOf(file.getFileName());
        if (name.equals("package.json")) {
            return json();
        }
        if (name.equals("pom.xml")) {
            return PomVersion.read(file, text);
        }
        if (name.equals("pyproject.toml")) {
            return toml("project").or(() -> toml("tool.poetry"));
        }
        if (name.equals("Cargo.toml")) {
            return toml("package");
        }
        if (name.equals("mix.exs")) {
            return first(MIX, 1);
        }
        if (name.endsWith(".py")) {
            return first(PYTHON, 2);
        }
        Matcher alone = ALONE.matcher(text);
        return alone.matches() ? Optional.of(alone.group(1)) : Optional.empty();
    }

    private Optional<String> json() {
        try {
            String version = new ObjectMapper().readTree(text).path("version").asText("");
            return Optional.of(version).filter(value -> !value.isEmpty());
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    "'" + file + "' is not valid JSON: " + e.getOriginalMessage() + ".", "Correct it.", e);
        }
    }

    /** The {@code version} of a table: a string on one line, which is how every tool writes it. */
    private Optional<String> toml(String table) {
        Pattern value = Pattern.compile("\\s*version\\s*=\\s*([\"'])([^\"']*)\\1\\s*(?:#.*)?");
        boolean inside = false;
        for (String line : text.lines().toList()) {
            if (line.matches("\\s*\\[.*")) {
                inside = line.replaceFirst("#.*", "").strip().equals("[" + table + "]");
            }
            Matcher matcher = value.matcher(line);
            if (inside && matcher.matches()) {
                return Optional.of(matcher.group(2));
            }
        }
        return Optional.empty();
    }

    private Optional<String> matching(String pattern) {
        try {
            Pattern compiled = Pattern.compile(pattern, Pattern.MULTILINE);
            return first(compiled, compiled.matcher("").groupCount() > 0 ? 1 : 0);
        } catch (PatternSyntaxException e) {
            throw new InvalidInputException(
                    "The pattern for the version in '" + file + "' is not valid: " + e.getDescription() + ".",
                    "Escape special characters with '\\'.",
                    e);
        }
    }

    private Optional<String> first(Pattern pattern, int group) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.ofNullable(matcher.group(group)) : Optional.empty();
    }

    private static String content(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidInputException(
                        "'" + file + "' has " + Files.size(file) + " bytes, too much for a file with a version.",
                        "Name another file.");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(
                    "There is no file '" + file + "' to read the version from.", "Correct its path.", e);
        } catch (IOException e) {
            throw new InvalidInputException(
                    "The version could not be read from '" + file + "': " + e.getMessage() + ".", "Check the file.", e);
        }
    }
}
