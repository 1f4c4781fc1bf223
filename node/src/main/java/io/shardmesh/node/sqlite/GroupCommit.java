package io.shardmesh.node.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes of a while that share one transaction, because to commit costs more than most of them
 * take. Their own session sees them at once, others after {@link #commit}. When a write or the
 * commit fails, the transaction is rolled back, and what others wrote is done again before anything
 * else: nobody misses it while the process lives.
 *
 * <p>Belongs to the thread of its session.
 */
final class GroupCommit {
    /** No more than that is done again. */
    static final int MAX_WRITE_COUNT = 1024;

    private final SqlSession session;
    private final List<SqlWork<?>> writes = new ArrayList<>();
    private boolean open;

    /** The session stays its owner's to close. */
    GroupCommit(SqlSession session) {
        this.session = session;
    }

    /** Does all of the work or nothing of it. */
    <T> T write(SqlWork<T> work) throws SQLException {
        if (writes.size() >= MAX_WRITE_COUNT) {
            commit();
        }
        begin();
        try {
            T value = work.run(session);
            writes.add(work);
            return value;
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    /** Sees all writes before it. */
    <T> T read(SqlWork<T> work) throws SQLException {
        if (!writes.isEmpty()) {
            begin();
        }
        try {
            return work.run(session);
        } catch (SQLException e) {
            if (open) {
                rollBack(e);
            }
            throw e;
        }
    }

    /** Shows all writes to other sessions. */
    void commit() throws SQLException {
        if (!open && writes.isEmpty()) {
            return;
        }
        begin();
        try {
            session.execute("COMMIT");
            open = false;
            writes.clear();
        } catch (SQLException e) {
            rollBack(e);
            throw e;
        }
    }

    /** Whether something waits for a commit. */
    boolean isOpen() {
        return open;
    }

    private void begin() throws SQLException {
        if (open) {
            return;
        }
        session.execute("BEGIN IMMEDIATE");
        open = true;
        try {
            for (SqlWork<?> lost : writes) {
                lost.run(session);
            }
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    private void rollBack(Exception reason) {
        open = false;
        session.forgetStatements(reason);
        try {
            session.execute("ROLLBACK");
        } catch (SQLException e) {
            // After some errors SQLite has done so by itself.
            reason.addSuppressed(e);
            session.forgetStatements(e);
        }
    }
}
