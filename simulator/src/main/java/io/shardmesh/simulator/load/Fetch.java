package io.shardmesh.simulator.load;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.Operation;
import io.shardmesh.simulator.SimulatedNode;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A get by one of an object's readers, with its own reading key. */
final class Fetch {
    private final SimulatedNode reader;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private Fetch(SimulatedNode reader) {
        this.reader = reader;
    }

    /**
     * Gets all or a range.
     *
     * @param begun given the operation when there is one, for whoever wants to cancel it
     */
    static CompletableFuture<byte[]> run(
            SimulatedNode reader,
            Digest objectKey,
            Optional<ByteRange> range,
            Consumer<Operation<GetOutcome>> begun) {
        Fetch fetch = new Fetch(reader);
        return reader.node()
                .objects()
                .locate(objectKey)
                .thenCompose(located -> fetch.get(located, range, begun));
    }

    private CompletableFuture<byte[]> get(
            Located located, Optional<ByteRange> range, Consumer<Operation<GetOutcome>> begun) {
        FileKey key = fileKey(located);
        Operation<GetOutcome> get =
                reader.node()
                        .objects()
                        .get(
                                located,
                                key,
                                range,
                                bytes -> {
                                    byte[] piece = new byte[bytes.remaining()];
                                    bytes.get(piece);
                                    received.writeBytes(piece);
                                    return CompletableFuture.allOf();
                                });
        begun.accept(get);
        return get.outcome()
                .whenComplete((outcome, trouble) -> key.close())
                .thenApply(outcome -> received.toByteArray());
    }

    private FileKey fileKey(Located located) {
        try (ReadingKey reading = reader.keyring().readingKey(0)) {
            return located.fileKey(reading)
                    .orElseThrow(
                            () -> new IllegalStateException("sealed for others than its reader"));
        }
    }
}
