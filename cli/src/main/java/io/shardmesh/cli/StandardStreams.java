package io.shardmesh.cli;

import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * {@code -}: standard input as a source, standard output as a sink. Their blocking calls are made
 * on virtual threads.
 */
public final class StandardStreams {
    private static final int CHUNK_BYTES = 256 * 1024;

    private StandardStreams() {}

    /** What {@code in} gives until its end. */
    public static ByteSource source(InputStream in) {
        return target ->
                CompletableFuture.supplyAsync(
                        () -> read(in, target), task -> Thread.ofVirtual().start(task));
    }

    private static int read(InputStream in, ByteBuffer target) {
        try {
            byte[] chunk = new byte[Math.min(CHUNK_BYTES, target.remaining())];
            int count = in.read(chunk);
            if (count > 0) {
                target.put(chunk, 0, count);
            }
            return count;
        } catch (IOException trouble) {
            throw IoFailures.of("put", "standard input", trouble).exception();
        }
    }

    /** Writes to {@code out}; fails when its reader has gone away. */
    public static ByteSink sink(PrintStream out) {
        return bytes ->
                CompletableFuture.runAsync(
                        () -> write(out, bytes), task -> Thread.ofVirtual().start(task));
    }

    private static void write(PrintStream out, ByteBuffer bytes) {
        byte[] chunk = new byte[bytes.remaining()];
        bytes.get(chunk);
        out.write(chunk, 0, chunk.length);
        out.flush();
        if (out.checkError()) {
            throw new Failure(
                            FailureKind.IO,
                            "write",
                            "standard output",
                            "whoever read it has gone away")
                    .exception();
        }
    }
}
