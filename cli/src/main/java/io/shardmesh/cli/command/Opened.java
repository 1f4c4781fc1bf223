package io.shardmesh.cli.command;

import io.shardmesh.cli.batch.Batch;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.Metadata;
import io.shardmesh.node.record.ObjectKeyText;
import io.shardmesh.node.record.SignedManifest;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An object that was found and whose file key is at hand, for one or more gets of it. Belongs to
 * one thread.
 */
final class Opened implements AutoCloseable {
    private final Node node;
    private final Located located;
    private final FileKey fileKey;

    private Opened(Node node, Located located, FileKey fileKey) {
        this.node = node;
        this.located = located;
        this.fileKey = fileKey;
    }

    /**
     * Finds it.
     *
     * @param keys asked by one thread at a time
     */
    static Opened open(Node node, Digest objectKey, FileKeys keys) {
        Located located = Batch.await(() -> node.objects().locate(objectKey));
        synchronized (keys) {
            return new Opened(node, located, keys.open(located));
        }
    }

    /** What its owner has sealed with it. */
    Metadata metadata() {
        byte[] sealed =
                SignedManifest.decode(located.manifest()).manifest().sealedMetadata().toArray();
        try {
            return fileKey.openMetadata(located.header(), sealed)
                    .map(Metadata::decode)
                    .orElseThrow(this::damaged);
        } catch (MalformedRecordException malformed) {
            throw damaged();
        }
    }

    private FailureException damaged() {
        return new Failure(
                        FailureKind.DAMAGED,
                        "open",
                        ObjectKeyText.format(located.objectKey()),
                        "its metadata is not what its owner sealed")
                .exception();
    }

    /** Gets all of it. */
    GetOutcome get(Batch<?> batch, ByteSink sink) {
        return batch.await(node.objects().get(located, fileKey, sink));
    }

    /** Gets a part, of one byte at least. */
    GetOutcome get(Batch<?> batch, long offset, long count, ByteSink sink) {
        ByteRange range =
                new ByteRange(OptionalLong.of(offset), OptionalLong.of(offset + count - 1));
        return batch.await(node.objects().get(located, fileKey, Optional.of(range), sink));
    }

    @Override
    public void close() {
        fileKey.close();
    }
}
