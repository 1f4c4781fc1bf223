package io.shardmesh.libp2p.perf;

import io.shardmesh.libp2p.swarm.Stream;
import java.nio.ByteBuffer;

/** Zeros that are still to be sent, as many as an unsigned number says. */
final class Payload {
    /** Sent at once, over and over; nobody changes it. */
    private static final byte[] CHUNK = new byte[64 * 1024];

    private long leftBytes;

    Payload(long bytes) {
        this.leftBytes = bytes;
    }

    /** Sends until the stream holds something back; whether that was all. */
    boolean sendTo(Stream stream) {
        while (leftBytes != 0 && stream.unsentBytes() == 0) {
            // Over 2^63 - 1 the number is negative, and far more than a chunk.
            int bytes = leftBytes < 0 ? CHUNK.length : (int) Math.min(leftBytes, CHUNK.length);
            leftBytes -= bytes;
            stream.write(ByteBuffer.wrap(CHUNK, 0, bytes));
        }
        return leftBytes == 0;
    }
}
