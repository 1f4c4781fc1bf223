package io.shardmesh.node.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connection and the statements prepared on it, which are used again: to prepare one costs more
 * than most of them take. Belongs to the thread of its connection.
 */
final class SqlSession implements AutoCloseable {
    /** There are fewer, save searches by ever other numbers of tags. */
    static final int MAX_STATEMENT_COUNT = 32;

    private final Connection connection;

    /** The one used last is last. */
    private final Map<String, PreparedStatement> statements =
            new LinkedHashMap<>(MAX_STATEMENT_COUNT, 0.75f, true);

    /** Takes over the connection. */
    SqlSession(Connection connection) {
        this.connection = connection;
    }

    /**
     * A statement of this text, which stays open and may be given out again after the current work:
     * whoever takes one sets all of its parameters and closes its results.
     */
    PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
            closeOldest();
        }
        return known;
    }

    /** To be called after an error: the driver may have ended the statement that met it. */
    void forgetStatements(Exception error) {
        for (PreparedStatement each : statements.values()) {
            try {
                each.close();
            } catch (SQLException e) {
                // SQLite tells the same error once more.
                error.addSuppressed(e);
            }
        }
        statements.clear();
    }

    int openCount() {
        return statements.size();
    }

    private void closeOldest() throws SQLException {
        if (statements.size() > MAX_STATEMENT_COUNT) {
            var oldest = statements.entrySet().iterator();
            oldest.next().getValue().close();
            oldest.remove();
        }
    }

    /** Runs a statement without parameters and results. */
    void execute(String sql) throws SQLException {
        statement(sql).execute();
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement each : statements.values()) {
            each.close();
        }
        connection.close();
    }
}
