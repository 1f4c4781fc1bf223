package io.shardmesh.libp2p.multiformats;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * Unsigned varints of the multiformats project: LEB128, at most 9 bytes, in shortest form.
 *
 * <p>Nine bytes carry 63 bits, so every value is a non-negative {@code long}.
 */
public final class Varint {
    /** Most bytes that one varint takes; a tenth byte is malformed. */
    public static final int MAX_BYTES = 9;

    private Varint() {}

    /** Number of bytes that {@link #write} makes of {@code value}, which must not be negative. */
    public static int size(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("varint is negative: " + value);
        }
        int significantBits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(value));
        return (significantBits + 6) / 7;
    }

    /** Writes {@code value} at the position of {@code out}, which must have room for it. */
    public static void write(long value, ByteBuffer out) {
        int bytes = size(value);
        long rest = value;
        for (int index = 1; index < bytes; index++) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /** The bytes of {@code value} in an array of their own. */
    public static byte[] encode(long value) {
        ByteBuffer out = ByteBuffer.allocate(size(value));
        write(value, out);
        return out.array();
    }

    /**
     * Reads one varint at the position of {@code in} when it is there whole.
     *
     * @return empty when {@code in} ends before the varint does; then the position is unchanged
     * @throws MalformedException when it is longer than 9 bytes or not in shortest form
     */
    public static OptionalLong tryRead(ByteBuffer in) {
        long value = 0;
        int start = in.position();
        int available = Math.min(in.remaining(), MAX_BYTES);
        for (int index = 0; index < available; index++) {
            byte next = in.get(start + index);
            value |= (long) (next & 0x7f) << (7 * index);
            if (next >= 0) {
                if (next == 0 && index > 0) {
                    throw new MalformedException("varint is not in shortest form");
                }
                in.position(start + index + 1);
                return OptionalLong.of(value);
            }
        }
        if (available == MAX_BYTES) {
            throw new MalformedException("varint is longer than 9 bytes");
        }
        return OptionalLong.empty();
    }

    /**
     * Reads one varint at the position of {@code in}.
     *
     * @throws MalformedException when it is cut short, longer than 9 bytes or not in shortest form
     */
    public static long read(ByteBuffer in) {
        return tryRead(in).orElseThrow(() -> new MalformedException("varint is cut short"));
    }

    /**
     * Reads a length in front of bytes and then these bytes.
     *
     * @throws MalformedException when the length is malformed, over {@code maxBytes} or over what
     *     is left in {@code in}; nothing is allocated before this is known
     */
    public static byte[] readBytes(ByteBuffer in, int maxBytes) {
        long length = read(in);
        if (length > maxBytes || length > in.remaining()) {
            throw new MalformedException("length " + length + " is over what may follow");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }
}
