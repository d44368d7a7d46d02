package io.jenkins.plugins.composerelease.cli.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what a misspelt word was meant to be. */
public final class Closest {
    private Closest() {}

    /** A sentence that names the closest valid word, or all of them when none is close. */
    public static String advice(String word, List<String> valid) {
        String wanted = word.toLowerCase(Locale.ROOT);
        String best = valid.stream()
                .min(Comparator.comparingInt(candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT))))
                .orElse("");
        if (distance(wanted, best.toLowerCase(Locale.ROOT)) <= Math.max(2, best.length() / 3)) {
            return "Did you mean '" + best + "'?";
        }
        return valid.isEmpty() ? "" : "Valid here: " + String.join(", ", valid) + ".";
    }

    /** Levenshtein distance: the least number of characters to insert, remove or replace. */
    static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
