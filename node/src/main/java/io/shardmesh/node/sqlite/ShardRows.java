package io.shardmesh.node.sqlite;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.store.ShardLocation;
import io.shardmesh.node.store.StoredShard;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Rows of the table shard. Those without a pack number are of shards in files. */
final class ShardRows {
    private static final String DELETE =
            "DELETE FROM shard WHERE object_key = ? AND shard_index = ?";
    private static final String INSERT =
            "INSERT OR REPLACE INTO shard VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private ShardRows() {}

    static void remove(SqlSession session, ShardName name) throws SQLException {
        PreparedStatement delete = session.statement(DELETE);
        delete.setBytes(1, name.objectKey().bytes());
        delete.setInt(2, name.index());
        delete.executeUpdate();
    }

    static void removePacked(SqlSession session, ShardName name) throws SQLException {
        PreparedStatement delete = session.statement(DELETE + " AND pack_number IS NOT NULL");
        delete.setBytes(1, name.objectKey().bytes());
        delete.setInt(2, name.index());
        delete.executeUpdate();
    }

    static void put(SqlSession session, StoredShard row) throws SQLException {
        PreparedStatement insert = session.statement(INSERT);
        insert.setBytes(1, row.name().objectKey().bytes());
        insert.setInt(2, row.name().index());
        insert.setBytes(3, row.owner().bytes());
        insert.setBytes(4, row.manifestDigest().bytes());
        insert.setLong(5, row.storedBytes());
        setLocation(insert, row.location());
        insert.setLong(10, row.leaseSequence());
        insert.executeUpdate();
    }

    private static void setLocation(PreparedStatement insert, ShardLocation location)
            throws SQLException {
        switch (location) {
            case ShardLocation.InFile(_, int blockBytes, Digest shardKey) -> {
                insert.setInt(6, blockBytes);
                insert.setBytes(7, shardKey.bytes());
                insert.setNull(8, Types.INTEGER);
                insert.setNull(9, Types.INTEGER);
            }
            case ShardLocation.InPack(long packNumber, long offset, _) -> {
                insert.setNull(6, Types.INTEGER);
                insert.setNull(7, Types.BLOB);
                insert.setLong(8, packNumber);
                insert.setLong(9, offset);
            }
        }
    }

    static List<StoredShard> read(PreparedStatement select) throws SQLException {
        List<StoredShard> rows = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                rows.add(
                        new StoredShard(
                                new ShardName(Digest.of(row.getBytes(1)), row.getInt(2)),
                                VerifyingKey.of(row.getBytes(3)),
                                row.getLong(10),
                                Digest.of(row.getBytes(4)),
                                location(row)));
            }
        }
        return List.copyOf(rows);
    }

    private static ShardLocation location(ResultSet row) throws SQLException {
        long storedBytes = row.getLong(5);
        long packNumber = row.getLong(8);
        return row.wasNull()
                ? new ShardLocation.InFile(storedBytes, row.getInt(6), Digest.of(row.getBytes(7)))
                : new ShardLocation.InPack(
                        packNumber, row.getLong(9), Math.toIntExact(storedBytes));
    }
}
