package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.testing.Samples;
import java.util.Locale;
import java.util.Map;

/** Writes tables of results in Markdown. */
final class Tables {
    private Tables() {}

    static String head(String first, String... columns) {
        return row(first, (Object[]) columns)
                + row("---", (Object[]) "---,".repeat(columns.length).split(","));
    }

    static String row(Object first, Object... more) {
        StringBuilder row = new StringBuilder("| " + first + " |");
        for (Object cell : more) {
            row.append(" ").append(cell).append(" |");
        }
        return row.append("\n").toString();
    }

    /** Median, 95th percentile. */
    static String time(Samples samples) {
        return number(samples.median()) + ", " + number(samples.percentile(95));
    }

    static String ratio(Map<String, Samples> of, String what, String than) {
        return "**" + number(of.get(what).median() / of.get(than).median()) + "**";
    }

    static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.3f" : Math.abs(value) < 10 ? "%.1f" : "%.0f", value);
    }
}
