package io.shardmesh.node.recovery;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.catalog.Catalog;
import io.shardmesh.node.catalog.DeviceId;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.object.Getter;
import io.shardmesh.node.record.ObjectKeyText;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Fetches segments of logs into the catalog, piece by piece. On the strand. */
final class SegmentReader {
    private final Getter getter;
    private final Catalog catalog;
    private final CatalogKeys keys;

    SegmentReader(Getter getter, Catalog catalog, CatalogKeys keys) {
        this.getter = getter;
        this.catalog = catalog;
        this.keys = keys;
    }

    /** Adds the segment to the copy of the device's log. */
    CompletableFuture<Void> fetch(DeviceId device, Segment segment) {
        return getter.locate(segment.objectKey())
                .thenCompose(located -> fetch(device, segment.fromOffset(), located));
    }

    private CompletableFuture<Void> fetch(DeviceId device, long from, Located located) {
        FileKey fileKey = fileKey(located, keys.secrets().reader());
        long[] at = {from};
        return getter.get(
                        located,
                        fileKey,
                        Optional.empty(),
                        bytes -> {
                            ByteBuffer piece = ByteBuffer.allocate(bytes.remaining());
                            piece.put(bytes).flip();
                            int count = piece.remaining();
                            return catalog.extendLog(device, at[0], piece, keys.catalogKey())
                                    .thenAccept(reached -> at[0] += count);
                        })
                .outcome()
                .whenComplete((done, trouble) -> fileKey.close())
                .thenApply(got -> null);
    }

    private static FileKey fileKey(Located located, ReadingKey reader) {
        Digest key = located.objectKey();
        return located.fileKey(reader)
                .orElseThrow(() ->
                        Async.failure(
                                FailureKind.WRONG_KEY,
                                "read",
                                ObjectKeyText.format(key),
                                "it is no segment of this owner's catalog"));
    }
}
