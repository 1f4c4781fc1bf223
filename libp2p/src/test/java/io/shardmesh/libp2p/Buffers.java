package io.shardmesh.libp2p;

import java.nio.ByteBuffer;

/** Shorthand of tests for bytes in buffers. */
public final class Buffers {
    private Buffers() {}

    /** A copy of what remains; the position moves to the end. */
    public static byte[] take(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }
}
