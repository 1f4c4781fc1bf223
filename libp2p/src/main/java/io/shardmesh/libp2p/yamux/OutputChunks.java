package io.shardmesh.libp2p.yamux;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Packs frames into buffers of the size of one Noise frame, so that small frames share one and long
 * ones are cut without a rest.
 *
 * <p>Payload is copied once here; encrypting costs several times more, and the alternative is one
 * Noise frame for each header.
 */
final class OutputChunks {
    /** 65535 bytes of a Noise frame less its tag. */
    static final int CHUNK_BYTES = 65519;

    /** A chunk for a few control frames need not be a big one. */
    private static final int SMALL_BYTES = 1024;

    private final Consumer<ByteBuffer> out;
    private ByteBuffer chunk = ByteBuffer.allocate(SMALL_BYTES);
    private int totalBytes;

    OutputChunks(Consumer<ByteBuffer> out) {
        this.out = out;
    }

    void header(Frame frame) {
        ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
        frame.write(header);
        payload(header.flip());
    }

    void payload(ByteBuffer bytes) {
        totalBytes += bytes.remaining();
        while (bytes.hasRemaining()) {
            makeRoom(bytes.remaining());
            int fitting = Math.min(bytes.remaining(), chunk.remaining());
            chunk.put(bytes.slice(bytes.position(), fitting));
            bytes.position(bytes.position() + fitting);
        }
    }

    int totalBytes() {
        return totalBytes;
    }

    void finish() {
        if (chunk.position() > 0) {
            out.accept(chunk.flip());
            chunk = ByteBuffer.allocate(0);
        }
    }

    private void makeRoom(int wantedBytes) {
        if (chunk.remaining() >= wantedBytes) {
            return;
        }
        if (chunk.capacity() < CHUNK_BYTES) {
            int grown = Math.max(2 * chunk.capacity(), chunk.position() + wantedBytes);
            chunk = ByteBuffer.allocate(Math.min(grown, CHUNK_BYTES)).put(chunk.flip());
        } else if (!chunk.hasRemaining()) {
            out.accept(chunk.flip());
            chunk = ByteBuffer.allocate(CHUNK_BYTES);
        }
    }
}
