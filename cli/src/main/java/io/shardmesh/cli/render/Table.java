package io.shardmesh.cli.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns that line up; the last one is not padded. */
final class Table {
    private final List<String[]> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(headings);
    }

    void row(String... cells) {
        if (cells.length != rows.getFirst().length) {
            throw new IllegalArgumentException("a row with other columns than the headings");
        }
        rows.add(cells);
    }

    List<String> lines() {
        int columns = rows.getFirst().length;
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            line.append(row[i]);
            if (i < row.length - 1) {
                char[] gap = new char[widths[i] - row[i].length() + 2];
                Arrays.fill(gap, ' ');
                line.append(gap);
            }
        }
        return line.toString().stripTrailing();
    }
}
