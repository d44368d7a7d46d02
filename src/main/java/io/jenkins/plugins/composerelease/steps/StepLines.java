package io.jenkins.plugins.composerelease.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Lists of texts as parameters of steps. */
final class StepLines {
    private StepLines() {}

    /** Entries may hold several, one a line, as forms give them. Null for none, so that the Snippet Generator leaves it out. */
    static List<String> of(List<String> entries) {
        if (entries == null) {
            return null;
        }
        List<String> lines = entries.stream()
                .filter(Objects::nonNull)
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty() ? null : new ArrayList<>(lines);
    }
}
