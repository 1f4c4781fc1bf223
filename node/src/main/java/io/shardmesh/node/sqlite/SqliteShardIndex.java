package io.shardmesh.node.sqlite;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.store.IndexChange;
import io.shardmesh.node.store.IndexTotals;
import io.shardmesh.node.store.PackMark;
import io.shardmesh.node.store.ShardIndex;
import io.shardmesh.node.store.StoredShard;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The index of the shard store in a SQLite file. Thread-safe. */
public final class SqliteShardIndex implements ShardIndex {
    private static final String SCHEMA = "shards";
    private static final String ROWS = "SELECT * FROM shard ";

    private final SqliteDatabase database;

    private SqliteShardIndex(SqliteDatabase database) {
        this.database = database;
    }

    /**
     * Opens the index, or makes it.
     *
     * @param strand where futures complete
     */
    public static CompletableFuture<SqliteShardIndex> open(Path file, Executor strand) {
        return SqliteDatabase.open(file, SCHEMA, strand).thenApply(SqliteShardIndex::new);
    }

    /** True when a file was there that was of no use; the store fills the new one. */
    public boolean replaced() {
        return database.replaced();
    }

    @Override
    @SuppressWarnings("NullAway") // a Void has no other value
    public CompletableFuture<Void> apply(IndexChange change) {
        return database.write(
                "index shards",
                session -> {
                    ShardRows.remove(session, change.remove());
                    ShardRows.put(session, change.put());
                    if (change.mark().isPresent()) {
                        mark(session, change.mark().get());
                    }
                    return null;
                });
    }

    private static void mark(SqlSession session, PackMark mark) throws SQLException {
        PreparedStatement insert = session.statement("INSERT OR REPLACE INTO pack VALUES (?, ?)");
        insert.setLong(1, mark.packNumber());
        insert.setLong(2, mark.indexedBytes());
        insert.executeUpdate();
    }

    @Override
    public CompletableFuture<List<StoredShard>> find(Digest objectKey) {
        return database.find(
                "find shards",
                session -> {
                    PreparedStatement select =
                            session.statement(ROWS + "WHERE object_key = ? ORDER BY shard_index");
                    select.setBytes(1, objectKey.bytes());
                    return ShardRows.read(select);
                });
    }

    @Override
    public CompletableFuture<List<StoredShard>> after(Digest objectKey, int index, int limitCount) {
        return database.scan(
                "list shards",
                session -> {
                    PreparedStatement select =
                            session.statement(
                                    ROWS
                                            + "WHERE (object_key, shard_index) > (?, ?)"
                                            + " ORDER BY object_key, shard_index LIMIT ?");
                    select.setBytes(1, objectKey.bytes());
                    select.setInt(2, index);
                    select.setInt(3, limitCount);
                    return ShardRows.read(select);
                });
    }

    @Override
    public CompletableFuture<IndexTotals> totals(Optional<VerifyingKey> owner) {
        String sum = "SELECT count(*), coalesce(sum(stored_bytes), 0) FROM shard";
        String where = owner.isPresent() ? " WHERE owner = ?" : "";
        return database.scan(
                "count shards",
                session -> {
                    PreparedStatement select = session.statement(sum + where);
                    if (owner.isPresent()) {
                        select.setBytes(1, owner.get().bytes());
                    }
                    try (ResultSet row = select.executeQuery()) {
                        row.next();
                        return new IndexTotals(row.getLong(1), row.getLong(2));
                    }
                });
    }

    @Override
    public CompletableFuture<List<PackMark>> marks() {
        return database.scan(
                "list packs",
                session -> {
                    List<PackMark> marks = new ArrayList<>();
                    PreparedStatement select =
                            session.statement("SELECT * FROM pack ORDER BY number");
                    try (ResultSet row = select.executeQuery()) {
                        while (row.next()) {
                            marks.add(new PackMark(row.getLong(1), row.getLong(2)));
                        }
                    }
                    return List.copyOf(marks);
                });
    }

    @Override
    @SuppressWarnings("NullAway") // a Void has no other value
    public CompletableFuture<Void> clear() {
        return database.write(
                "clear index",
                session -> {
                    session.execute("DELETE FROM shard");
                    session.execute("DELETE FROM pack");
                    return null;
                });
    }

    @Override
    public CompletableFuture<Void> close() {
        return database.close();
    }
}
