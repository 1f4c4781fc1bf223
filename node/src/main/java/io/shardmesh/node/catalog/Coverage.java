package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import java.util.List;

/**
 * How far one log was read.
 *
 * @param device whose log
 * @param logId which log of that device, see {@link LogHeader#logId}
 * @param endOffset where the last record that was read ends
 * @param lastSequence its sequence, 0 before the first
 * @param lastHybridTime greatest hybrid time so far, 0 before the first
 */
public record Coverage(
        DeviceId device, Digest logId, long endOffset, long lastSequence, long lastHybridTime) {

    static Coverage none(LogHeader header) {
        return new Coverage(header.device(), header.logId(), LogHeader.SIZE_BYTES, 0, 0);
    }

    Coverage after(LogRecord record) {
        long time = Math.max(lastHybridTime, record.stamp().hybridTime());
        return new Coverage(device, logId, record.endOffset(), record.sequence(), time);
    }

    Coverage after(List<LogRecord> records) {
        Coverage after = this;
        for (LogRecord record : records) {
            after = after.after(record);
        }
        return after;
    }

    /** The same up to a later offset, behind bytes that hold no record that counts. */
    Coverage skippingTo(long offset) {
        return new Coverage(device, logId, offset, lastSequence, lastHybridTime);
    }
}
