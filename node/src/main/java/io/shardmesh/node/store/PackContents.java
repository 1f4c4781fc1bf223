package io.shardmesh.node.store;

import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.ShardRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Collects what a scan finds in one pack: rows for the index, and damage. */
final class PackContents implements PackScan.Visitor {
    private final long packNumber;
    private final List<StoredShard> rows = new ArrayList<>();
    private final List<Range> damage = new ArrayList<>();

    /** Bytes that are of no use. */
    record Range(long fromOffset, int sizeBytes, String cause) {}

    PackContents(long packNumber) {
        this.packNumber = packNumber;
    }

    List<StoredShard> rows() {
        return rows;
    }

    List<Range> damage() {
        return damage;
    }

    @Override
    public void entry(long offset, int kind, ByteBuffer entry) {
        if (kind != PackFormat.SHARD_RECORD) {
            return;
        }
        int entryBytes = entry.remaining();
        try {
            ShardRecord record = ShardRecord.decode(RecordReading.payload(entry));
            ShardLocation at = new ShardLocation.InPack(packNumber, offset, entryBytes);
            rows.add(StoredShard.of(record, at));
        } catch (MalformedRecordException e) {
            damage.add(new Range(offset, entryBytes, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void damaged(long fromOffset, long toOffset) {
        int sizeBytes = Math.toIntExact(toOffset - fromOffset);
        damage.add(new Range(fromOffset, sizeBytes, "bytes that are no entry"));
    }

    /** The end of the last valid entry. */
    long endOffset(long fromOffset, long sizeBytes) {
        if (damage.isEmpty()) {
            return sizeBytes;
        }
        Range last = damage.getLast();
        return last.fromOffset() + last.sizeBytes() == sizeBytes
                ? Math.max(fromOffset, last.fromOffset())
                : sizeBytes;
    }

    static boolean isZero(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
