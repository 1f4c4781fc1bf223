package io.shardmesh.node.catalog;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What stands before each sealed record: magic, length, sequence, check. The check is there to find
 * the next record after damage; that a record is genuine only its seal says.
 *
 * @param sequence 1 for the first record of a log, then one more each
 * @param sealedBytes length of the sealed record behind the frame
 */
record RecordFrame(long sequence, int sealedBytes) {

    static final int SIZE_BYTES = 20;

    private static final int MAGIC = 0x53434C52; // "SCLR"
    private static final int CRC_OFFSET = 16;

    byte[] encode() {
        var out = ByteBuffer.allocate(SIZE_BYTES).putInt(MAGIC).putInt(sealedBytes);
        out.putLong(sequence);
        return out.putInt(crc(out.array(), 0)).array();
    }

    int totalBytes() {
        return SIZE_BYTES + sealedBytes;
    }

    /** The frame at that offset; null when there is none, or one whose length is over the limit. */
    static @Nullable RecordFrame find(byte[] bytes, int offset) {
        var in = ByteBuffer.wrap(bytes, offset, SIZE_BYTES);
        if (in.getInt() != MAGIC) {
            return null;
        }
        int sealedBytes = in.getInt();
        long sequence = in.getLong();
        boolean plausible =
                in.getInt() == crc(bytes, offset)
                        && sealedBytes > 0
                        && sealedBytes <= Limits.MAX_RECORD_BYTES
                        && sequence > 0;
        return plausible ? new RecordFrame(sequence, sealedBytes) : null;
    }

    /** The record behind this frame; empty unless it is genuine and stands at its place. */
    Optional<LogRecord> open(byte[] sealed, long offset, LogKey key, DeviceId device) {
        return key.open(sequence, sealed)
                .flatMap(OperationCodec::decode)
                .map(plain ->
                        new LogRecord(
                                offset,
                                totalBytes(),
                                sequence,
                                new Stamp(plain.hybridTime(), device),
                                plain.operation()));
    }

    private static int crc(byte[] bytes, int offset) {
        var crc = new CRC32C();
        crc.update(bytes, offset, CRC_OFFSET);
        return (int) crc.getValue();
    }
}
