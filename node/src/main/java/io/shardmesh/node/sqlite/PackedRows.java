package io.shardmesh.node.sqlite;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.store.IndexStep;
import io.shardmesh.node.store.ShardLocation;
import io.shardmesh.node.store.Withdrawal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows of all tables by the pack that they point into. Each has an index that begins with it. */
final class PackedRows {
    private static final String LIVE_BYTES =
            "SELECT pack_number, sum(bytes) FROM ("
                    + "SELECT pack_number, sum(stored_bytes) AS bytes FROM shard"
                    + " WHERE pack_number IS NOT NULL GROUP BY pack_number"
                    + " UNION ALL SELECT pack_number, sum(entry_bytes) FROM tombstone"
                    + " GROUP BY pack_number"
                    + " UNION ALL SELECT pack_number, sum(entry_bytes) FROM withdrawal"
                    + " GROUP BY pack_number) GROUP BY pack_number";
    private static final String IN_RANGE =
            " WHERE pack_number = ?1 AND pack_offset BETWEEN ?2 AND ?3";
    private static final String LIVE_OFFSETS =
            "SELECT pack_offset FROM shard"
                    + IN_RANGE
                    + " UNION ALL SELECT pack_offset FROM tombstone"
                    + IN_RANGE
                    + " UNION ALL SELECT pack_offset FROM withdrawal"
                    + IN_RANGE;
    private static final String PAGE =
            "WHERE pack_number = ? AND pack_offset >= ? ORDER BY pack_offset LIMIT ?";

    private PackedRows() {}

    static Map<Long, Long> liveBytes(SqlSession session) throws SQLException {
        Map<Long, Long> bytes = new HashMap<>();
        try (ResultSet row = session.statement(LIVE_BYTES).executeQuery()) {
            while (row.next()) {
                bytes.put(row.getLong(1), row.getLong(2));
            }
        }
        return Map.copyOf(bytes);
    }

    static Set<Long> liveOffsets(
            SqlSession session, long packNumber, long fromOffset, long toOffset)
            throws SQLException {
        PreparedStatement select = session.statement(LIVE_OFFSETS);
        select.setLong(1, packNumber);
        select.setLong(2, fromOffset);
        select.setLong(3, toOffset);
        Set<Long> offsets = new HashSet<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                offsets.add(row.getLong(1));
            }
        }
        return Set.copyOf(offsets);
    }

    static List<IndexStep> liveIn(
            SqlSession session, long packNumber, long fromOffset, int limitCount)
            throws SQLException {
        List<IndexStep> steps = new ArrayList<>();
        page(
                session,
                "SELECT * FROM shard ",
                packNumber,
                fromOffset,
                limitCount,
                select -> ShardRows.read(select).forEach(row -> steps.add(new IndexStep.Put(row))));
        page(
                session,
                TombstoneRows.ROWS,
                packNumber,
                fromOffset,
                limitCount,
                select ->
                        TombstoneRows.read(select)
                                .forEach(row -> steps.add(new IndexStep.Bury(row))));
        page(
                session,
                "SELECT * FROM withdrawal ",
                packNumber,
                fromOffset,
                limitCount,
                select ->
                        withdrawals(select).forEach(row -> steps.add(new IndexStep.Withdraw(row))));
        steps.sort(Comparator.comparingLong(step -> step.place().orElseThrow().offset()));
        return List.copyOf(steps.subList(0, Math.min(limitCount, steps.size())));
    }

    private interface Reader {
        void read(PreparedStatement select) throws SQLException;
    }

    private static void page(
            SqlSession session,
            String rows,
            long packNumber,
            long fromOffset,
            int limitCount,
            Reader reader)
            throws SQLException {
        PreparedStatement select = session.statement(rows + PAGE);
        select.setLong(1, packNumber);
        select.setLong(2, fromOffset);
        select.setInt(3, limitCount);
        reader.read(select);
    }

    private static List<Withdrawal> withdrawals(PreparedStatement select) throws SQLException {
        List<Withdrawal> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(
                        withdrawal(
                                row.getBytes(1),
                                row.getLong(2),
                                new ShardLocation.InPack(
                                        row.getLong(3), row.getLong(4), row.getInt(5))));
            }
        }
        return found;
    }

    private static Withdrawal withdrawal(byte[] subject, long lastPack, ShardLocation.InPack at) {
        Digest objectKey = Digest.of(Arrays.copyOf(subject, Digest.SIZE_BYTES));
        byte[] rest = Arrays.copyOfRange(subject, Digest.SIZE_BYTES, subject.length);
        return rest.length == 1
                ? new Withdrawal.OfShard(new ShardName(objectKey, rest[0] & 0xFF), lastPack, at)
                : new Withdrawal.OfTombstone(objectKey, VerifyingKey.of(rest), lastPack, at);
    }
}
