package io.shardmesh.libp2p.yamux;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Packs frames into chunks of the size of one Noise frame, so that small frames share one and long
 * ones are cut without a rest. All chunks are made in the same memory.
 *
 * <p>Payload is copied once here; encrypting costs several times more, and the alternative is one
 * Noise frame for each header.
 */
final class OutputChunks {
    private final ByteBuffer chunk;
    private final Consumer<ByteBuffer> out;
    private int totalBytes;

    OutputChunks(ByteBuffer memory, Consumer<ByteBuffer> out) {
        this.chunk = memory.clear();
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
            if (!chunk.hasRemaining()) {
                finish();
            }
            int fitting = Math.min(bytes.remaining(), chunk.remaining());
            chunk.put(chunk.position(), bytes, bytes.position(), fitting);
            chunk.position(chunk.position() + fitting);
            bytes.position(bytes.position() + fitting);
        }
    }

    int totalBytes() {
        return totalBytes;
    }

    /** Hands on what is left over. */
    void finish() {
        if (chunk.position() > 0) {
            out.accept(chunk.flip());
            chunk.clear();
        }
    }
}
