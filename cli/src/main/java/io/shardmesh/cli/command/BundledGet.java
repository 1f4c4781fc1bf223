package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.crypto.blake3.Blake3Hasher;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.Node;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Gets one file of a bundle as if it were an object of its own. */
final class BundledGet {
    private final CommandContext context;
    private final CatalogEntry entry;
    private final CatalogEntry.BundlePlace place;

    BundledGet(CommandContext context, CatalogEntry entry, CatalogEntry.BundlePlace place) {
        this.context = context;
        this.entry = entry;
        this.place = place;
    }

    GetOutcome get(
            Node node, Located bundle, FileKey fileKey, Optional<ByteRange> wanted, ByteSink sink) {
        long sizeBytes = entry.file().sizeBytes();
        if (wanted.isPresent()) {
            ByteRange.Span span =
                    wanted.get().within(sizeBytes).orElseThrow(() -> outside(wanted.get()));
            return get(node, bundle, fileKey, span, sink);
        }
        Checked checked = new Checked(sink);
        GetOutcome outcome =
                sizeBytes == 0
                        ? new GetOutcome(0, 0, List.of(), Duration.ZERO)
                        : get(node, bundle, fileKey, new ByteRange.Span(0, sizeBytes), checked);
        if (!checked.hasher.finish().equals(place.digest())) {
            throw failure(FailureKind.DAMAGED, "its bytes are not those that were put");
        }
        return outcome;
    }

    private GetOutcome get(
            Node node, Located bundle, FileKey fileKey, ByteRange.Span span, ByteSink sink) {
        long first = place.offset() + span.offset();
        ByteRange range =
                new ByteRange(OptionalLong.of(first), OptionalLong.of(first + span.count() - 1));
        return Waits.forOutcome(
                context, "get", node.objects().get(bundle, fileKey, Optional.of(range), sink));
    }

    private FailureException outside(ByteRange wanted) {
        return failure(
                FailureKind.OUT_OF_RANGE,
                "it has "
                        + entry.file().sizeBytes()
                        + " bytes, none of them in the range "
                        + wanted);
    }

    private FailureException failure(FailureKind kind, String cause) {
        return new Failure(kind, "get", entry.name(), cause).exception();
    }

    /** Passes bytes on and hashes them; so a service cannot write them to the file itself. */
    private static final class Checked implements ByteSink {
        private final ByteSink sink;
        private final Blake3Hasher hasher = Blake3.hasher();

        Checked(ByteSink sink) {
            this.sink = sink;
        }

        @Override
        public CompletableFuture<Void> write(ByteBuffer bytes) {
            hasher.update(bytes.duplicate());
            return sink.write(bytes);
        }
    }
}
