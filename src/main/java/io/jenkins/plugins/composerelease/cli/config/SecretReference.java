package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.List;

/**
 * Where a secret comes from, as written in the configuration: {@code env:NAME}, {@code base64:NAME}, {@code file:PATH}
 * or {@code command:PROGRAM ARGUMENT...}.
 */
record SecretReference(String scheme, String rest) {

    static SecretReference parse(String text) {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        switch (scheme) {
            case "env", "base64" -> Names.variable("secret variable", rest);
            case "file" -> Names.argument("secret file", rest);
            case "command" -> words(rest);
            // The text is not quoted: somebody may have written the secret itself here.
            default ->
                throw new InvalidInputException(
                        "It is not a reference to a secret.",
                        "Write env:NAME, base64:NAME, file:PATH or command:PROGRAM; the secret itself never stands in this file.");
        }
        return new SecretReference(scheme, rest);
    }

    /** Whether a line end at its end belongs to how it is kept and not to a value: as {@code $(...)} of a shell has it. */
    boolean endsWithALine() {
        return scheme.equals("file") || scheme.equals("command");
    }

    /** What it may be called in a log; a command's arguments may be nobody's business. */
    String label() {
        return scheme.equals("command") ? "command:" + argv().get(0) : toString();
    }

    /** Program and arguments of a {@code command:} reference. */
    List<String> argv() {
        return words(rest);
    }

    @Override
    public String toString() {
        return scheme + ":" + rest;
    }

    private static List<String> words(String text) {
        List<String> words = Words.split(text);
        if (words.isEmpty()) {
            throw new InvalidInputException("secret command '' is not valid.", "Name a program.");
        }
        Names.argument("secret command", words.get(0));
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidInputException(
                    "secret command '" + Text.printable(text) + "' is not valid.", "Write it in one line.");
        }
        return words;
    }
}
