package io.jenkins.plugins.composerelease.cli;

import java.util.List;

/** Rows in columns, two spaces before each. */
final class Table {
    private Table() {}

    /** Each row on a line of its own; the last cell of a row takes what it needs. */
    static String of(List<List<String>> rows) {
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append("  ").append(cell);
                boolean last = column == row.size() - 1;
                line.append(" ".repeat(last ? 0 : width(rows, column) - cell.length()));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream()
                .filter(row -> row.size() > column + 1)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
