package io.shardmesh.node.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupCommitTest {
    @TempDir Path folder;

    private SqlSession session;
    private SqlSession other;
    private GroupCommit commits;

    @BeforeEach
    void open() throws SQLException {
        session = connect();
        session.execute("CREATE TABLE thing (text TEXT UNIQUE)");
        other = connect();
        commits = new GroupCommit(session);
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
        other.close();
    }

    @Test
    void write_isSeenHereAtOnceAndElsewhereAfterTheCommit() throws SQLException {
        insert("a");
        insert("b");
        assertEquals(2, countHere());
        assertEquals(0, count(other));
        commits.commit();
        assertEquals(2, count(other));
        assertFalse(commits.isOpen());
    }

    @Test
    void write_thatFails_leavesTheOthersOfItsTransaction() throws SQLException {
        insert("a");
        assertThrows(
                SQLException.class,
                () ->
                        commits.write(work -> {
                            insertNow(work, "b");
                            return insertNow(work, "a");
                        }));
        insert("c");
        commits.commit();
        assertEquals(2, count(other));
    }

    @Test
    void write_thatFailsAsTheFirst_holdsNoLock() throws SQLException {
        assertThrows(
                IllegalStateException.class,
                () ->
                        commits.write(_ -> {
                            throw new IllegalStateException("stop");
                        }));
        commits.commit();
        assertFalse(commits.isOpen());
        assertEquals(1, insertNow(other, "a"), "others may write");
    }

    /** As after a full disk, when SQLite has rolled back what it could not keep. */
    @Test
    void commit_thatFails_losesNothing() throws SQLException {
        insert("a");
        insert("b");
        session.execute("ROLLBACK");
        assertThrows(SQLException.class, commits::commit);
        assertEquals(2, countHere());
        insert("c");
        commits.commit();
        assertEquals(3, count(other));
    }

    @Test
    void write_whenAnotherHasTheLock_failsAndKeepsWhatWasBefore() throws SQLException {
        insert("a");
        session.execute("ROLLBACK");
        assertThrows(SQLException.class, commits::commit);
        other.execute("BEGIN IMMEDIATE");
        assertThrows(SQLException.class, () -> insert("b"));
        assertThrows(SQLException.class, this::countHere, "a is not there and must not be missed");
        other.execute("COMMIT");
        assertEquals(1, countHere());
    }

    @Test
    void write_moreThanOneTransactionHolds_commitsInBetween() throws SQLException {
        for (int i = 0; i <= GroupCommit.MAX_WRITE_COUNT; i++) {
            insert("a" + i);
        }
        assertEquals(GroupCommit.MAX_WRITE_COUNT, count(other));
        assertTrue(commits.isOpen());
    }

    private SqlSession connect() throws SQLException {
        return new SqlSession(
                DriverManager.getConnection(
                        "jdbc:sqlite:"
                                + folder.resolve("x.db")
                                + "?busy_timeout=0&journal_mode=WAL"));
    }

    private void insert(String text) throws SQLException {
        int added = commits.write(work -> insertNow(work, text));
        assertEquals(1, added);
    }

    private static int insertNow(SqlSession session, String text) throws SQLException {
        var insert = session.statement("INSERT INTO thing VALUES (?)");
        insert.setString(1, text);
        return insert.executeUpdate();
    }

    private int countHere() throws SQLException {
        return commits.read(GroupCommitTest::count);
    }

    private static int count(SqlSession session) throws SQLException {
        try (var rows = session.statement("SELECT count(*) FROM thing").executeQuery()) {
            return rows.getInt(1);
        }
    }
}
