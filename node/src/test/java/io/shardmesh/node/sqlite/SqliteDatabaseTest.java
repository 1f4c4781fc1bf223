package io.shardmesh.node.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteDatabaseTest {

    private static final SqlWork<Integer> COUNT =
            session -> number(session, "SELECT count(*) FROM thing");

    @TempDir Path folder;

    @Test
    void open_newFile_hasAllMigrationsIncrementalVacuumAndWal() {
        var database = open();
        insert(database, "a").join();
        assertEquals(7, number(database, "SELECT size FROM thing"));
        assertEquals(2, number(database, "PRAGMA user_version"));
        assertEquals(2, number(database, "PRAGMA auto_vacuum"), "2 is INCREMENTAL");
        assertTrue(Files.exists(folder.resolve("sample.db-wal")));
        assertFalse(database.replaced());
        database.close().join();
        assertFalse(Files.exists(folder.resolve("sample.db-wal")), "closing tidies up");
    }

    @Test
    void open_again_keepsRows() {
        var first = open();
        insert(first, "a").join();
        first.close().join();
        var second = open();
        assertEquals(1, number(second, "SELECT count(*) FROM thing"));
        second.close().join();
    }

    @Test
    void open_damagedFile_startsAnewAndSaysSo() throws Exception {
        Files.writeString(folder.resolve("sample.db"), "no database ".repeat(1000));
        var database = open();
        assertTrue(database.replaced());
        insert(database, "a").join();
        database.close().join();
    }

    @Test
    void open_fileOfNewerProgram_startsAnew() throws Exception {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sample.db"));
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 3");
        }
        var database = open();
        assertTrue(database.replaced());
        database.close().join();
    }

    @Test
    void open_folderMissing_failsInTheFuture() {
        var opened = SqliteDatabase.open(folder.resolve("none/x.db"), "sample", Runnable::run);
        assertEquals(FailureKind.PERMISSION, kind(opened));
    }

    @Test
    void write_thatThrows_leavesNothingBehind() {
        var database = open();
        var failed =
                database.write(
                        "insert",
                        session -> {
                            insert(session, "a");
                            throw new SQLException("stop");
                        });
        assertEquals(FailureKind.IO, kind(failed));
        insert(database, "b").join();
        assertEquals(1, number(database, "SELECT count(*) FROM thing"));
        database.close().join();
    }

    /** A statement that is kept must not keep what it saw. */
    @Test
    void scan_byTheSameStatements_seesEachWriteBefore() {
        var database = open();
        for (int count = 1; count <= 10; count++) {
            insert(database, "a").join();
            assertEquals(count, number(database, "SELECT count(*) FROM thing"));
        }
        database.close().join();
    }

    /** The driver ends a statement that fails, which must not be the end of its text. */
    @Test
    void statement_thatFailed_canBeUsedAgain() {
        var database = open();
        assertEquals(FailureKind.IO, kind(database.scan("overflow", abs(Long.MIN_VALUE))));
        assertEquals(7, database.scan("select", abs(-7)).join());
        assertEquals(FailureKind.IO, kind(database.find("overflow", abs(Long.MIN_VALUE))));
        assertEquals(7, database.find("select", abs(-7)).join());
        database.close().join();
    }

    private static SqlWork<Long> abs(long of) {
        return session -> {
            var select = session.statement("SELECT abs(?)");
            select.setLong(1, of);
            try (var rows = select.executeQuery()) {
                return rows.getLong(1);
            }
        };
    }

    /** Searches differ in how many tags they ask for. */
    @Test
    void scan_byEverOtherStatements_keepsFewOfThem() {
        var database = open();
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, number(database, "SELECT " + i));
        }
        var open = database.scan("count", SqlSession::openCount).join();
        assertTrue(open <= SqlSession.MAX_STATEMENT_COUNT, () -> open + " are open");
        assertEquals(0, number(database, "SELECT 0"));
        database.close().join();
    }

    @Test
    void find_seesEachWriteBefore() {
        var database = open();
        for (int count = 1; count <= 10; count++) {
            var written = insert(database, "a");
            assertEquals(count, database.find("count", COUNT).join());
            written.join();
        }
        database.close().join();
    }

    /** The last ones have not been committed before. */
    @Test
    void close_keepsAllWrites() {
        var first = open();
        insert(first, "a").join();
        first.scan("commit", COUNT).join();
        insert(first, "b").join();
        first.close().join();
        var second = open();
        assertEquals(2, second.find("count", COUNT).join());
        second.close().join();
    }

    @Test
    void write_afterClose_fails() {
        var database = open();
        database.close().join();
        assertEquals(FailureKind.IO, kind(insert(database, "a")));
    }

    private SqliteDatabase open() {
        return SqliteDatabase.open(folder.resolve("sample.db"), "sample", Runnable::run).join();
    }

    private static CompletableFuture<Integer> insert(SqliteDatabase database, String text) {
        return database.write("insert", session -> insert(session, text));
    }

    private static int insert(SqlSession session, String text) throws SQLException {
        var statement = session.statement("INSERT INTO thing (text) VALUES (?)");
        statement.setString(1, text);
        return statement.executeUpdate();
    }

    private static int number(SqliteDatabase database, String sql) {
        return database.scan("select", session -> number(session, sql)).join();
    }

    private static int number(SqlSession session, String sql) throws SQLException {
        try (var rows = session.statement(sql).executeQuery()) {
            return rows.getInt(1);
        }
    }

    private static FailureKind kind(CompletableFuture<?> future) {
        var thrown = assertThrows(CompletionException.class, future::join);
        return FailureException.find(thrown).orElseThrow().kind();
    }
}
