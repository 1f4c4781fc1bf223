package io.shardmesh.cli.command;

import io.shardmesh.cli.batch.Batch;
import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.bundle.BundleIndex;
import io.shardmesh.node.bundle.BundledFile;
import io.shardmesh.node.record.Metadata;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** What lies in a bundle: by the catalog, or by the bundle itself. */
final class BundleReading {
    private BundleReading() {}

    /** A file as the catalog has it. */
    static BundledFile file(CatalogEntry entry, CatalogEntry.BundlePlace place) {
        return new BundledFile(
                entry.name(),
                place.offset(),
                entry.file().sizeBytes(),
                place.digest(),
                new BundledFile.Facts(entry.file().type(), place.mode(), place.modified()));
    }

    /**
     * The files that the index of a bundle names, by offset; fails with NOT_A_FILE when it is no
     * bundle, DAMAGED when it has no index.
     */
    static List<BundledFile> files(Opened bundle, String subject) {
        Metadata metadata = bundle.metadata();
        if (!metadata.type().equals(BundleIndex.TYPE)) {
            throw new Failure(
                            FailureKind.NOT_A_FILE,
                            "get",
                            subject,
                            "it is one file and no bundle of files; 'get' gets it")
                    .exception();
        }
        long end = metadata.sizeBytes();
        if (end < BundleIndex.FOOTER_BYTES) {
            throw damaged(subject);
        }
        ByteBuffer footer = read(bundle, end - BundleIndex.FOOTER_BYTES, BundleIndex.FOOTER_BYTES);
        int indexBytes = BundleIndex.sizeBytes(footer, end).orElseThrow(() -> damaged(subject));
        byte[] index = new byte[indexBytes];
        read(bundle, end - indexBytes, indexBytes).get(index);
        return BundleIndex.decode(index, end - indexBytes)
                .orElseThrow(() -> damaged(subject))
                .entries()
                .stream()
                .filter(BundleIndex.Entry::present)
                .map(BundleIndex.Entry::file)
                .toList();
    }

    private static ByteBuffer read(Opened bundle, long offset, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        ByteSink sink =
                part -> {
                    bytes.put(part);
                    return CompletableFuture.allOf();
                };
        Batch.Step<Long> step = batch -> bundle.get(batch, offset, count, sink).sizeBytes();
        Batch.Result<Long> result =
                Batch.start(List.of(step), 1, OptionalLong.empty()).outcome().join().getFirst();
        if (result instanceof Batch.Result.Failed<Long>(Failure failure)) {
            throw failure.exception();
        }
        return bytes.flip();
    }

    private static FailureException damaged(String subject) {
        return new Failure(FailureKind.DAMAGED, "get", subject, "it does not end in an index")
                .exception();
    }
}
