package io.shardmesh.node.sqlite;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One SQLite file with one writer and a few readers, each a platform thread with a connection of
 * its own: a call into the native library would pin the carrier of a virtual thread.
 *
 * <p>The file is an index and nothing else. One that is damaged, or was made by a newer program, is
 * deleted at open and made anew ({@link #replaced}); its owner then fills it again. So commits need
 * not reach the disk at once ({@code synchronous=NORMAL}): after a power loss the index may be
 * behind, never torn.
 *
 * <p>Thread-safe; no method blocks. Futures complete on the executor given at open, with a {@link
 * FailureException} when something is wrong: BUSY when too much is queued, IO after close.
 */
final class SqliteDatabase {

    /** Enough for queries of a few operations at once; more would compete for the page cache. */
    private static final int READER_COUNT = 2;

    private final String subject;
    private final Executor completion;
    private final SqlThread writer;
    private final List<SqlThread> readers;
    private final boolean replaced;
    private int nextReader;

    private SqliteDatabase(
            String subject,
            Executor completion,
            SqlThread writer,
            List<SqlThread> readers,
            boolean replaced) {
        this.subject = subject;
        this.completion = completion;
        this.writer = writer;
        this.readers = readers;
        this.replaced = replaced;
    }

    /**
     * Opens or makes the file and brings its schema up to date.
     *
     * @param migrations name of the schema, see {@link Migrations}
     * @param completion where futures complete, as a rule the strand of their owner
     */
    static CompletableFuture<SqliteDatabase> open(
            Path file, String migrations, Executor completion) {
        var steps = Migrations.named(migrations);
        var opened = new CompletableFuture<SqliteDatabase>();
        Thread.ofPlatform()
                .daemon()
                .name("sqlite-open-" + file.getFileName())
                .start(() -> openNow(file, steps, completion, opened));
        return opened;
    }

    private static void openNow(
            Path file,
            Migrations steps,
            Executor completion,
            CompletableFuture<SqliteDatabase> opened) {
        try {
            var database = openNow(file, steps, completion);
            completion.execute(() -> opened.complete(database));
        } catch (SQLException e) {
            var failure = SqlFailures.of("open", file.toString(), e);
            completion.execute(() -> opened.completeExceptionally(failure));
        } catch (IOException e) {
            var failure = failure(FailureKind.IO, "replace", file.toString(), e.toString());
            completion.execute(() -> opened.completeExceptionally(failure));
        } catch (RuntimeException e) {
            completion.execute(() -> opened.completeExceptionally(e));
        }
    }

    private static SqliteDatabase openNow(Path file, Migrations steps, Executor completion)
            throws SQLException, IOException {
        boolean replaced = !migrate(file, steps);
        if (replaced) {
            for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
            }
            migrate(file, steps);
        }
        String name = "sqlite-" + file.getFileName();
        var writer = SqlThread.start(name + "-writer", connect(file));
        var readers = new ArrayList<SqlThread>();
        for (int i = 0; i < READER_COUNT; i++) {
            readers.add(SqlThread.start(name + "-reader-" + i, connect(file)));
        }
        return new SqliteDatabase(file.toString(), completion, writer, readers, replaced);
    }

    /** False when the file is of no use and has to go. */
    private static boolean migrate(Path file, Migrations steps) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            if (!steps.know(connection) || !isSound(connection)) {
                return false;
            }
            steps.apply(connection);
            return true;
        } catch (SQLException e) {
            if (SqlFailures.isDamage(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Damage that no query has met yet would otherwise fail its owner's work later. */
    private static boolean isSound(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            return rows.next() && "ok".equals(rows.getString(1));
        }
    }

    private static SqlSession connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = NORMAL");
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("PRAGMA foreign_keys = ON");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new SqlSession(connection);
    }

    /** True when a file was there at open and had to be thrown away. */
    boolean replaced() {
        return replaced;
    }

    /** Runs on the writer, in order of calls, as one transaction: all of it or nothing. */
    <T> CompletableFuture<T> write(String operation, SqlWork<T> work) {
        return submit(writer, operation, session -> inTransaction(session, work));
    }

    /** Runs on a reader; sees all writes whose futures have completed. */
    <T> CompletableFuture<T> read(String operation, SqlWork<T> work) {
        SqlThread reader;
        synchronized (this) {
            nextReader = (nextReader + 1) % readers.size();
            reader = readers.get(nextReader);
        }
        return submit(reader, operation, work);
    }

    /** Finishes what is queued, then closes the file; idempotent. */
    CompletableFuture<Void> close() {
        var closed = new ArrayList<CompletableFuture<Void>>();
        for (SqlThread reader : readers) {
            closed.add(reader.close());
        }
        return CompletableFuture.allOf(closed.toArray(CompletableFuture[]::new))
                .thenCompose(readersClosed -> writer.close()) // the last to close tidies the WAL
                .thenRunAsync(() -> {}, completion);
    }

    private <T> CompletableFuture<T> submit(SqlThread thread, String operation, SqlWork<T> work) {
        var done = new CompletableFuture<T>();
        boolean taken =
                thread.execute(session -> {
                    try {
                        T value = work.run(session);
                        completion.execute(() -> done.complete(value));
                    } catch (SQLException e) {
                        var failure = SqlFailures.of(operation, subject, e);
                        completion.execute(() -> done.completeExceptionally(failure));
                    } catch (RuntimeException e) {
                        completion.execute(() -> done.completeExceptionally(e));
                    }
                });
        if (!taken) {
            var kind = thread.isClosed() ? FailureKind.IO : FailureKind.BUSY;
            String cause = thread.isClosed() ? "the index is closed" : "too many requests wait";
            done.completeExceptionally(failure(kind, operation, subject, cause));
        }
        return done;
    }

    private static <T> T inTransaction(SqlSession session, SqlWork<T> work) throws SQLException {
        session.execute("BEGIN IMMEDIATE");
        try {
            T value = work.run(session);
            session.execute("COMMIT");
            return value;
        } catch (SQLException | RuntimeException e) {
            rollBack(session, e);
            throw e;
        }
    }

    private static void rollBack(SqlSession session, Exception reason) {
        try {
            session.execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite rolls back by itself after some errors; then there is nothing to end.
            reason.addSuppressed(e);
        }
    }

    private static FailureException failure(
            FailureKind kind, String operation, String subject, String cause) {
        return new Failure(kind, operation, subject, cause).exception();
    }
}
