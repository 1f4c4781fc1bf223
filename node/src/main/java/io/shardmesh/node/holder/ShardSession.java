package io.shardmesh.node.holder;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Signature;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.holder.proto.Commit;
import io.shardmesh.node.holder.proto.Reserve;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.mesh.ConnectionProof;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedClaim;
import io.shardmesh.node.store.Reservation;
import io.shardmesh.node.store.ShardWriter;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a holder has promised a putter, from the checked reservation to the signed claim. */
final class ShardSession {
    /** How much room a putter gets at a time that does not know the size (design §5). */
    private static final long STEP_BYTES = 64L << 20;

    private final Holder holder;
    private final ObjectHeader header;
    private final int index;

    /** Room that is made before the first block; a file that grows while it is put gets more. */
    private final long firstBytes;

    /** Known from the start when the shard is brought by somebody else than its owner. */
    private final Optional<OwnerRecords> records;

    private @Nullable Reservation room;
    private @Nullable ShardWriter writer;
    private long nextBlockIndex;
    private boolean lastBlockSeen;

    private ShardSession(
            Holder holder,
            ObjectHeader header,
            int index,
            long firstBytes,
            Optional<OwnerRecords> records) {
        this.holder = holder;
        this.header = header;
        this.index = index;
        this.firstBytes = firstBytes;
        this.records = records;
    }

    /** One for a shard that was lost, of which all is known. */
    static ShardSession ofLost(Holder holder, LostShard lost) {
        return new ShardSession(
                holder,
                lost.header(),
                lost.index(),
                lost.storedBytes(),
                Optional.of(lost.records()));
    }

    /**
     * Checks a request against the membership list.
     *
     * @throws FailureException saying why it is refused
     */
    static ShardSession check(Holder holder, ConnectionBinding binding, Reserve request) {
        ObjectHeader header =
                Refusals.decode(() -> ObjectHeader.decode(request.getHeader().toByteArray()));
        MeshId mesh = holder.members().mesh();
        if (!holder.holds()) {
            throw Refusals.refused("this node keeps no shards");
        }
        if (!holder.members().membership().mayPut(header.owner())) {
            throw Refusals.refused("its owner is not on the membership list");
        }
        if (!proof(header, request)
                .verify(
                        new ConnectionProof.Purpose(Context.RESERVE, mesh),
                        binding,
                        header.encode())) {
            throw Refusals.refused("the proof of its owner does not hold");
        }
        if (request.getIndex() < 0 || request.getIndex() >= header.scheme().total()) {
            throw Refusals.malformed("its index is outside of its scheme");
        }
        return new ShardSession(
                holder, header, request.getIndex(), expectedBytes(request), Optional.empty());
    }

    private static long expectedBytes(Reserve request) {
        if (!request.hasShardBytes()) {
            return STEP_BYTES;
        }
        long bytes = request.getShardBytes();
        if (bytes < 0 || bytes > StripeLayout.MAX_SEALED_BYTES) {
            throw Refusals.malformed("its size is outside of what a shard can have");
        }
        return bytes;
    }

    private static ConnectionProof proof(ObjectHeader header, Reserve request) {
        return Refusals.decode(() ->
                new ConnectionProof(
                        header.owner(), Signature.of(request.getProof().toByteArray())));
    }

    /** Makes room for the shard. */
    CompletableFuture<Void> begin() {
        return holder.rooms()
                .reserve(header.owner(), firstBytes)
                .thenCompose(reserved -> {
                    room = reserved;
                    return open();
                });
    }

    private boolean inline() {
        return records.map(known -> known.manifest().manifest().inline()).orElse(false);
    }

    private CompletableFuture<Void> open() {
        if (inline()) {
            return CompletableFuture.completedFuture(null);
        }
        return holder.store()
                .begin(header.objectKey(), index, header.blockBytes())
                .thenAccept(opened -> writer = opened);
    }

    /** A putter that does not know the size, or was wrong, gets room in steps. */
    private CompletableFuture<Void> makeRoom(long wantedBytes) {
        Reservation reserved = room;
        if (reserved == null) {
            throw Refusals.malformed("nothing has been reserved");
        }
        if (wantedBytes <= reserved.sizeBytes()) {
            return CompletableFuture.completedFuture(null);
        }
        if (records.isPresent()) {
            throw Refusals.malformed("more bytes than its owner has signed");
        }
        return reserved.grow(STEP_BYTES).thenApply(grown -> null);
    }

    CompletableFuture<Void> append(long blockIndex, ByteBuffer block) {
        int length = block.remaining();
        if (blockIndex != nextBlockIndex || lastBlockSeen) {
            throw Refusals.malformed("a block came out of order");
        }
        if (length == 0 || length > header.blockBytes()) {
            throw Refusals.malformed("a block of " + length + " bytes");
        }
        nextBlockIndex++;
        lastBlockSeen = length < header.blockBytes();
        ShardWriter open = writer();
        return makeRoom(open.writtenBytes() + length)
                .thenCompose(room -> open.append(block))
                .thenApply(done -> null);
    }

    /** Stores shard and record for good; the claim says so. */
    CompletableFuture<SignedClaim> commit(Commit request) {
        OwnerRecords committed =
                records.orElseGet(() ->
                        OwnerRecords.decode(
                                request.getManifest(), request.getEnvelope(), request.getLease()));
        OwnerRecords.Claimant self = holder.claimant();
        if (records.isEmpty()) {
            committed.requireFullLease(self.now());
        }
        boolean inline = inline();
        return holder.environment()
                .compute()
                .run(() -> committed.claimed(header, index, inline, self))
                .thenCompose(record -> commit(record).thenApply(done -> record.claim()))
                .thenApply(claim -> {
                    holder.committed(header.objectKey());
                    return claim;
                });
    }

    private CompletableFuture<Void> commit(ShardRecord record) {
        return record.inline() ? holder.store().commitInline(record) : commitShard(record);
    }

    private CompletableFuture<Void> commitShard(ShardRecord record) {
        ShardWriter open = writer();
        return open.finish()
                .thenCompose(shardKey -> {
                    checkShard(record.manifest().manifest(), shardKey, open);
                    return open.commit(record);
                })
                .thenRun(() -> writer = null);
    }

    private void checkShard(Manifest manifest, Digest shardKey, ShardWriter open) {
        if (!manifest.shardKeys().get(index).equals(shardKey)
                || open.writtenBytes() != manifest.layout().shardBytes()) {
            throw Refusals.refused("the shard is not the one that the manifest names");
        }
    }

    /** Takes back what has been stored, if it has not been committed. */
    void drop() {
        if (room != null) {
            room.release();
        }
        ShardWriter open = writer;
        writer = null;
        if (open != null) {
            open.abort()
                    .whenComplete((done, trouble) -> {
                        if (trouble != null) {
                            holder.environment()
                                    .journal()
                                    .warn(Async.failureOf(trouble).toString());
                        }
                    });
        }
    }

    private ShardWriter writer() {
        if (writer == null) {
            throw Refusals.malformed("there is nothing to write to");
        }
        return writer;
    }
}
