package io.shardmesh.node.sqlite;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.record.SignedTombstone;
import io.shardmesh.node.record.Tombstone;
import io.shardmesh.node.store.ShardLocation;
import io.shardmesh.node.store.StoredTombstone;
import io.shardmesh.node.store.Withdrawal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of the tables tombstone and withdrawal. */
final class TombstoneRows {
    static final String ROWS =
            "SELECT signed, pack_number, pack_offset, entry_bytes FROM tombstone ";
    private static final String BURY =
            "INSERT INTO tombstone VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                    + " sequence = excluded.sequence, signed = excluded.signed,"
                    + " pack_number = excluded.pack_number, pack_offset = excluded.pack_offset,"
                    + " entry_bytes = excluded.entry_bytes"
                    + " WHERE sequence <= excluded.sequence";
    private static final String TAKE_OUT =
            "DELETE FROM shard WHERE object_key = ? AND owner = ? AND lease_sequence < ?";

    private TombstoneRows() {}

    /** Keeps it unless a newer one is here, and takes out the shards that it ends. */
    static void bury(SqlSession session, StoredTombstone stored) throws SQLException {
        Tombstone tombstone = stored.signed().tombstone();
        PreparedStatement insert = session.statement(BURY);
        insert.setBytes(1, tombstone.objectKey().bytes());
        insert.setBytes(2, tombstone.owner().bytes());
        insert.setLong(3, tombstone.sequence());
        insert.setBytes(4, stored.signed().encode());
        setLocation(insert, 5, stored.location());
        if (insert.executeUpdate() == 0) {
            return;
        }
        endWithdrawal(
                session,
                new Withdrawal.OfTombstone(
                        tombstone.objectKey(), tombstone.owner(), 0, stored.location()));
        PreparedStatement delete = session.statement(TAKE_OUT);
        delete.setBytes(1, tombstone.objectKey().bytes());
        delete.setBytes(2, tombstone.owner().bytes());
        delete.setLong(3, tombstone.sequence());
        delete.executeUpdate();
    }

    static void remove(SqlSession session, Withdrawal.OfTombstone forgotten) throws SQLException {
        PreparedStatement delete =
                session.statement("DELETE FROM tombstone WHERE object_key = ? AND owner = ?");
        delete.setBytes(1, forgotten.objectKey().bytes());
        delete.setBytes(2, forgotten.owner().bytes());
        delete.executeUpdate();
    }

    static void keepWithdrawal(SqlSession session, Withdrawal withdrawal) throws SQLException {
        PreparedStatement insert =
                session.statement("INSERT OR REPLACE INTO withdrawal VALUES (?, ?, ?, ?, ?)");
        insert.setBytes(1, withdrawal.subject());
        insert.setLong(2, withdrawal.lastPack());
        setLocation(insert, 3, withdrawal.at());
        insert.executeUpdate();
    }

    /** What was taken back is here again. */
    static void endWithdrawal(SqlSession session, Withdrawal withdrawal) throws SQLException {
        PreparedStatement delete = session.statement("DELETE FROM withdrawal WHERE subject = ?");
        delete.setBytes(1, withdrawal.subject());
        delete.executeUpdate();
    }

    private static void setLocation(
            PreparedStatement insert, int first, ShardLocation.InPack location)
            throws SQLException {
        insert.setLong(first, location.packNumber());
        insert.setLong(first + 1, location.offset());
        insert.setInt(first + 2, location.entryBytes());
    }

    static List<StoredTombstone> ofObject(SqlSession session, Digest objectKey)
            throws SQLException {
        PreparedStatement select = session.statement(ROWS + "WHERE object_key = ? ORDER BY owner");
        select.setBytes(1, objectKey.bytes());
        return read(select);
    }

    static List<StoredTombstone> after(
            SqlSession session, Optional<Digest> objectKey, int limitCount) throws SQLException {
        PreparedStatement select =
                session.statement(ROWS + "WHERE object_key > ? ORDER BY object_key, owner LIMIT ?");
        // Nothing is less than the empty blob.
        select.setBytes(1, objectKey.map(Digest::bytes).orElse(new byte[0]));
        select.setInt(2, limitCount);
        return read(select);
    }

    static List<StoredTombstone> read(PreparedStatement select) throws SQLException {
        List<StoredTombstone> rows = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                rows.add(
                        new StoredTombstone(
                                SignedTombstone.decode(row.getBytes(1)),
                                new ShardLocation.InPack(
                                        row.getLong(2), row.getLong(3), row.getInt(4))));
            }
        }
        return List.copyOf(rows);
    }
}
