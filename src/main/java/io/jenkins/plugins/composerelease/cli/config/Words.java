package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Splits a command into arguments at spaces, as a shell would, and does nothing else that a shell does. */
final class Words {
    private Words() {}

    /** Single and double quotes keep spaces; there is no escape character, no variable and no substitution. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (char c : text.toCharArray()) {
            if (quote == 0 && c == ' ') {
                if (word != null) {
                    words.add(word.toString());
                }
                word = null;
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new InvalidInputException("A quote (" + quote + ") in the command is not closed.", "Close it.");
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }
}
