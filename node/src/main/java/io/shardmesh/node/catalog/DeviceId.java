package io.shardmesh.node.catalog;

import io.shardmesh.crypto.RandomSource;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * One log's identity, 128 random bits drawn when the log is made; ordered as an unsigned number.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes
 */
public record DeviceId(long high, long low) implements Comparable<DeviceId> {

    /** Length of the encoded form. */
    public static final int SIZE_BYTES = 16;

    /** A new one. */
    public static DeviceId random(RandomSource random) {
        return read(ByteBuffer.wrap(random.bytes(SIZE_BYTES)));
    }

    /** Reads the next 16 bytes; throws {@link java.nio.BufferUnderflowException} without them. */
    public static DeviceId read(ByteBuffer in) {
        return new DeviceId(in.getLong(), in.getLong());
    }

    /** The 16 bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(SIZE_BYTES).putLong(high).putLong(low).array();
    }

    @Override
    public int compareTo(DeviceId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
