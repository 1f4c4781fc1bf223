package io.shardmesh.node.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbered steps of one schema, resources {@code /db/<name>/001.sql} and up without gaps; the
 * file's {@code user_version} is the number of the last one made. A statement ends with a semicolon
 * at the end of a line; a line that starts with {@code --} is a comment. Pragmas run first and
 * outside the transaction, since {@code auto_vacuum} has no effect once anything was written.
 */
final class Migrations {

    private final List<List<String>> steps;

    private Migrations(List<List<String>> steps) {
        this.steps = steps;
    }

    /** Reads the resources; at least one must be there. */
    static Migrations named(String name) {
        var steps = new ArrayList<List<String>>();
        for (int number = 1; ; number++) {
            String path = "/db/%s/%03d.sql".formatted(name, number);
            try (InputStream in = Migrations.class.getResourceAsStream(path)) {
                if (in == null) {
                    break;
                }
                steps.add(statements(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("no migrations named " + name);
        }
        return new Migrations(List.copyOf(steps));
    }

    /** False when a newer program made the file. */
    boolean know(Connection connection) throws SQLException {
        return version(connection) <= steps.size();
    }

    /** Makes the steps that are missing, each in a transaction of its own. */
    void apply(Connection connection) throws SQLException {
        for (int done = version(connection); done < steps.size(); done++) {
            apply(connection, steps.get(done), done + 1);
        }
    }

    private static void apply(Connection connection, List<String> step, int number)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : step) {
                if (isPragma(sql)) {
                    statement.execute(sql);
                }
            }
            statement.execute("BEGIN IMMEDIATE");
            for (String sql : step) {
                if (!isPragma(sql)) {
                    statement.execute(sql);
                }
            }
            statement.execute("PRAGMA user_version = " + number);
            statement.execute("COMMIT");
        }
    }

    private static boolean isPragma(String sql) {
        return sql.regionMatches(true, 0, "PRAGMA", 0, "PRAGMA".length());
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private static List<String> statements(String text) {
        var statements = new ArrayList<String>();
        var statement = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("--")) {
                continue;
            }
            statement.append(line).append('\n');
            if (line.stripTrailing().endsWith(";")) {
                statements.add(statement.toString().strip());
                statement.setLength(0);
            }
        }
        if (!statement.isEmpty()) {
            throw new IllegalArgumentException("statement without an end: " + statement);
        }
        return List.copyOf(statements);
    }
}
