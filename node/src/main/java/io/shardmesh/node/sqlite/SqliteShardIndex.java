package io.shardmesh.node.sqlite;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.store.IndexChange;
import io.shardmesh.node.store.IndexStep;
import io.shardmesh.node.store.IndexTotals;
import io.shardmesh.node.store.PackMark;
import io.shardmesh.node.store.ShardIndex;
import io.shardmesh.node.store.ShardLocation;
import io.shardmesh.node.store.StoredObject;
import io.shardmesh.node.store.StoredShard;
import io.shardmesh.node.store.StoredTombstone;
import io.shardmesh.node.store.Withdrawal;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                    for (IndexStep step : change.steps()) {
                        apply(session, step);
                    }
                    if (change.mark().isPresent()) {
                        mark(session, change.mark().get());
                    }
                    return null;
                });
    }

    private static void apply(SqlSession session, IndexStep step) throws SQLException {
        switch (step) {
            case IndexStep.Put(StoredShard shard) -> {
                ShardRows.put(session, shard);
                if (shard.location() instanceof ShardLocation.InPack at) {
                    TombstoneRows.endWithdrawal(
                            session, new Withdrawal.OfShard(shard.name(), 0, at));
                }
            }
            case IndexStep.Remove(ShardName name) -> ShardRows.remove(session, name);
            case IndexStep.Bury(StoredTombstone tombstone) ->
                    TombstoneRows.bury(session, tombstone);
            case IndexStep.Withdraw(Withdrawal withdrawal) -> {
                switch (withdrawal) {
                    case Withdrawal.OfShard shard -> ShardRows.removePacked(session, shard.name());
                    case Withdrawal.OfTombstone tombstone ->
                            TombstoneRows.remove(session, tombstone);
                }
                TombstoneRows.keepWithdrawal(session, withdrawal);
            }
            case IndexStep.DropPack(long packNumber) ->
                    execute(session, "DELETE FROM pack WHERE number = ?", packNumber);
            case IndexStep.EndWithdrawals(long lowestPack) ->
                    execute(session, "DELETE FROM withdrawal WHERE last_pack < ?", lowestPack);
        }
    }

    private static void execute(SqlSession session, String sql, long number) throws SQLException {
        PreparedStatement statement = session.statement(sql);
        statement.setLong(1, number);
        statement.executeUpdate();
    }

    private static void mark(SqlSession session, PackMark mark) throws SQLException {
        PreparedStatement insert = session.statement("INSERT OR REPLACE INTO pack VALUES (?, ?)");
        insert.setLong(1, mark.packNumber());
        insert.setLong(2, mark.indexedBytes());
        insert.executeUpdate();
    }

    @Override
    public CompletableFuture<List<StoredShard>> find(Digest objectKey) {
        return database.find("find shards", session -> ofObject(session, objectKey));
    }

    private static List<StoredShard> ofObject(SqlSession session, Digest objectKey)
            throws SQLException {
        PreparedStatement select =
                session.statement(ROWS + "WHERE object_key = ? ORDER BY shard_index");
        select.setBytes(1, objectKey.bytes());
        return ShardRows.read(select);
    }

    @Override
    public CompletableFuture<StoredObject> object(Digest objectKey) {
        return database.find(
                "find object",
                session ->
                        new StoredObject(
                                ofObject(session, objectKey),
                                TombstoneRows.ofObject(session, objectKey)));
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
    public CompletableFuture<List<StoredTombstone>> tombstonesAfter(
            Optional<Digest> objectKey, int limitCount) {
        return database.scan(
                "list tombstones", session -> TombstoneRows.after(session, objectKey, limitCount));
    }

    @Override
    public CompletableFuture<Map<VerifyingKey, IndexTotals>> totals() {
        return database.scan(
                "count shards",
                session -> {
                    Map<VerifyingKey, IndexTotals> totals = new HashMap<>();
                    PreparedStatement select =
                            session.statement(
                                    "SELECT owner, count(*), sum(stored_bytes) FROM shard"
                                            + " GROUP BY owner");
                    try (ResultSet row = select.executeQuery()) {
                        while (row.next()) {
                            totals.put(
                                    VerifyingKey.of(row.getBytes(1)),
                                    new IndexTotals(row.getLong(2), row.getLong(3)));
                        }
                    }
                    return Map.copyOf(totals);
                });
    }

    @Override
    public CompletableFuture<Map<Long, Long>> liveBytes() {
        return database.scan("count packs", PackedRows::liveBytes);
    }

    @Override
    public CompletableFuture<List<IndexStep>> liveIn(
            long packNumber, long fromOffset, int limitCount) {
        return database.scan(
                "list pack",
                session -> PackedRows.liveIn(session, packNumber, fromOffset, limitCount));
    }

    @Override
    public CompletableFuture<Set<Long>> liveOffsets(
            long packNumber, long fromOffset, long toOffset) {
        return database.find(
                "find in pack",
                session -> PackedRows.liveOffsets(session, packNumber, fromOffset, toOffset));
    }

    @Override
    public CompletableFuture<Void> sync() {
        return database.sync("sync index");
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
                    session.execute("DELETE FROM tombstone");
                    session.execute("DELETE FROM withdrawal");
                    return null;
                });
    }

    @Override
    public CompletableFuture<Void> close() {
        return database.close();
    }
}
