package io.shardmesh.node.store;

import io.shardmesh.node.record.MalformedRecordException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Collects what a scan finds in one pack: steps for the index, and damage. */
final class PackContents implements PackScan.Visitor {
    private final long packNumber;
    private final List<IndexStep> steps = new ArrayList<>();
    private int entryCount;
    private final List<Range> damage = new ArrayList<>();

    /** Bytes that are of no use. */
    record Range(long fromOffset, int sizeBytes, String cause) {}

    PackContents(long packNumber) {
        this.packNumber = packNumber;
    }

    /** What its entries mean for the index, in their order. */
    List<IndexStep> steps() {
        return steps;
    }

    /** How many records are among them. */
    int shardCount() {
        return (int) steps.stream().filter(IndexStep.Put.class::isInstance).count();
    }

    /** Valid entries, those of kinds that nobody knows too. */
    int entryCount() {
        return entryCount;
    }

    List<Range> damage() {
        return damage;
    }

    @Override
    public void entry(long offset, int kind, ByteBuffer entry) {
        int entryBytes = entry.remaining();
        entryCount++;
        try {
            ShardLocation.InPack at = new ShardLocation.InPack(packNumber, offset, entryBytes);
            PackEntry.decode(kind, RecordReading.payload(entry), at).ifPresent(steps::add);
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
