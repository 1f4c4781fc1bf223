package io.shardmesh.node.sqlite;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One SQLite file with two platform threads, each with a connection of its own: one that writes and
 * finds single rows, one for what takes longer. A call into the native library would pin the
 * carrier of a virtual thread.
 *
 * <p>The file is an index and nothing else. One that is damaged, or was made by a newer program, is
 * deleted at open and made anew ({@link #replaced}); its owner then fills it again. So writes need
 * not reach the disk at once: those of a second share a commit ({@link GroupCommit}), which is not
 * synced ({@code synchronous=NORMAL}). After a crash the index may be behind, never torn.
 *
 * <p>Thread-safe; no method blocks. Futures complete on the executor given at open, with a {@link
 * FailureException} when something is wrong: BUSY when too much is queued, IO after close.
 */
final class SqliteDatabase {

    /** A busy node writes some hundred rows meanwhile, which are soon read again after a crash. */
    private static final Duration COMMIT_DELAY = Duration.ofSeconds(1);

    private final String subject;
    private final Executor completion;
    private final SqlThread writer;
    private final SqlThread reader;
    private final boolean replaced;

    /** Only on the thread of the writer. */
    private final GroupCommit commits;

    private SqliteDatabase(
            Path file,
            Executor completion,
            SqlSession writing,
            SqlSession reading,
            boolean replaced) {
        this.subject = file.toString();
        this.completion = completion;
        String name = "sqlite-" + file.getFileName();
        this.commits = new GroupCommit(writing);
        this.writer = SqlThread.start(name + "-writer", writing);
        this.reader = SqlThread.start(name + "-reader", reading);
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
        SqlSession writing = connect(file);
        try {
            return new SqliteDatabase(file, completion, writing, connect(file), replaced);
        } catch (SQLException e) {
            writing.close();
            throw e;
        }
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
        var options = new Properties();
        // Else the driver looks for the last key after each insert.
        options.setProperty("jdbc.get_generated_keys", "false");
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, options);
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

    /** Runs in order of calls, all of it or nothing; after a failed commit perhaps again. */
    <T> CompletableFuture<T> write(String operation, SqlWork<T> work) {
        return submit(
                writer,
                operation,
                _ -> {
                    boolean first = !commits.isOpen();
                    T value = commits.write(work);
                    if (first) {
                        writer.executeLater(COMMIT_DELAY, _ -> commitIfPossible());
                    }
                    return value;
                });
    }

    /** Looks up a few rows, in order with the writes. */
    <T> CompletableFuture<T> find(String operation, SqlWork<T> work) {
        return submit(writer, operation, _ -> commits.read(work));
    }

    /** Looks through many rows, beside the writes; sees all whose futures have completed. */
    <T> CompletableFuture<T> scan(String operation, SqlWork<T> work) {
        return commit(operation).thenCompose(_ -> submit(reader, operation, work));
    }

    @SuppressWarnings("NullAway") // a Void has no other value
    private CompletableFuture<Void> commit(String operation) {
        return submit(
                writer,
                operation,
                _ -> {
                    commits.commit();
                    return null;
                });
    }

    /** Done when all writes whose futures have completed survive a power loss. */
    @SuppressWarnings("NullAway") // a Void has no other value
    CompletableFuture<Void> sync(String operation) {
        return submit(
                writer,
                operation,
                session -> {
                    commits.commit();
                    try (ResultSet row =
                            session.statement("PRAGMA wal_checkpoint(FULL)").executeQuery()) {
                        if (row.next() && row.getInt("busy") != 0) {
                            throw new SQLException("another reader holds up the checkpoint");
                        }
                    }
                    return null;
                });
    }

    private void commitIfPossible() {
        try {
            commits.commit();
        } catch (SQLException | RuntimeException again) {
            return; // Whoever comes next tries again, and is told.
        }
    }

    /** Finishes what is queued, then closes the file; idempotent. */
    CompletableFuture<Void> close() {
        return reader.close()
                .thenCompose(_ -> {
                    writer.execute(_ -> commitIfPossible());
                    return writer.close(); // the last to close tidies the WAL
                })
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
                        session.forgetStatements(e);
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

    private static FailureException failure(
            FailureKind kind, String operation, String subject, String cause) {
        return new Failure(kind, operation, subject, cause).exception();
    }
}
