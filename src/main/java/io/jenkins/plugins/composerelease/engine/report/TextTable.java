package io.jenkins.plugins.composerelease.engine.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns, two spaces apart; the last column is not padded. */
final class TextTable {
    private static final int WIDEST = 60;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> below = new ArrayList<>();

    TextTable(String... head) {
        row(head);
    }

    void row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(PlainText.line(cell, row.size() == cells.length - 1 ? 300 : WIDEST));
        }
        rows.add(row);
        below.add("");
    }

    /** Text under the last row, on lines of its own. */
    void note(String text) {
        int last = below.size() - 1;
        below.set(last, below.get(last) + "      " + PlainText.line(text, 500) + "\n");
    }

    /** The rows, each indented by two spaces and ended by a line feed. */
    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < columns; i++) {
                String cell = rows.get(r).get(i);
                line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
            }
            out.append(line.toString().stripTrailing()).append('\n').append(below.get(r));
        }
        return out.toString();
    }
}
