package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.noise.NoiseSession;
import java.nio.ByteBuffer;

/**
 * Where everything that leaves is made, a frame after the other, whatever its connection: the
 * transport copies a frame before the next is begun.
 *
 * @param chunk what goes into a frame
 * @param frame what comes out
 */
record OutputMemory(ByteBuffer chunk, ByteBuffer frame) {
    static OutputMemory allocate() {
        return new OutputMemory(
                ByteBuffer.allocate(NoiseSession.MAX_PLAIN_BYTES),
                ByteBuffer.allocate(NoiseSession.FRAME_BYTES));
    }
}
