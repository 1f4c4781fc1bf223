package io.shardmesh.node.holder;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Signature;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.holder.proto.Commit;
import io.shardmesh.node.holder.proto.Reserve;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.mesh.ConnectionProof;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ClaimState;
import io.shardmesh.node.record.ClaimVersion;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedClaim;
import io.shardmesh.node.record.SignedEnvelope;
import io.shardmesh.node.record.SignedLease;
import io.shardmesh.node.record.SignedManifest;
import io.shardmesh.node.store.Reservation;
import io.shardmesh.node.store.ShardWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a holder has promised a putter, from the checked reservation to the signed claim. */
final class ShardSession {
    /** How much room a putter gets at a time while it does not know the size (design §5). */
    private static final long STEP_BYTES = 64L << 20;

    private final Holder holder;
    private final ObjectHeader header;
    private final int index;
    private final boolean inline;
    private final OptionalLong shardBytes;
    private @Nullable Reservation room;
    private @Nullable ShardWriter writer;
    private long nextBlockIndex;
    private boolean lastBlockSeen;

    private ShardSession(Holder holder, ObjectHeader header, Reserve request) {
        this.holder = holder;
        this.header = header;
        this.index = request.getIndex();
        this.inline = request.getInline();
        this.shardBytes =
                request.hasShardBytes()
                        ? OptionalLong.of(request.getShardBytes())
                        : OptionalLong.empty();
    }

    /**
     * Checks a request against the membership list.
     *
     * @throws FailureException saying why it is refused
     */
    static ShardSession check(Holder holder, ConnectionBinding binding, Reserve request) {
        ObjectHeader header = decode(() -> ObjectHeader.decode(request.getHeader().toByteArray()));
        MeshId mesh = holder.members().mesh();
        if (!holder.holds()) {
            throw refused("this node keeps no shards");
        }
        if (!holder.members().membership().mayPut(header.owner())) {
            throw refused("its owner is not on the membership list");
        }
        if (!proof(header, request)
                .verify(
                        new ConnectionProof.Purpose(Context.RESERVE, mesh),
                        binding,
                        header.encode())) {
            throw refused("the proof of its owner does not hold");
        }
        int indexes = request.getInline() ? header.scheme().parity() + 1 : header.scheme().total();
        if (request.getIndex() < 0 || request.getIndex() >= indexes) {
            throw malformed("its index is outside of its scheme");
        }
        return new ShardSession(holder, header, request);
    }

    private static ConnectionProof proof(ObjectHeader header, Reserve request) {
        return decode(() ->
                new ConnectionProof(
                        header.owner(), Signature.of(request.getProof().toByteArray())));
    }

    /** Makes room for the shard. */
    CompletableFuture<Void> begin() {
        return holder.store()
                .reserve(shardBytes.orElse(inline ? RecordLimits.SHARD_RECORD_BYTES : STEP_BYTES))
                .thenCompose(reserved -> {
                    room = reserved;
                    return inline ? CompletableFuture.completedFuture(null) : open();
                });
    }

    private CompletableFuture<Void> open() {
        return holder.store()
                .begin(header.objectKey(), index, header.blockBytes())
                .thenAccept(opened -> writer = opened);
    }

    /** A putter that does not know the size yet gets room in steps. */
    private CompletableFuture<Void> makeRoom(long wantedBytes) {
        Reservation reserved = room;
        if (reserved == null) {
            throw malformed("nothing has been reserved");
        }
        if (wantedBytes <= reserved.sizeBytes()) {
            return CompletableFuture.completedFuture(null);
        }
        if (shardBytes.isPresent()) {
            throw malformed("more bytes than were reserved");
        }
        return reserved.grow(STEP_BYTES).thenApply(grown -> null);
    }

    CompletableFuture<Void> append(long blockIndex, ByteBuffer block) {
        int length = block.remaining();
        if (blockIndex != nextBlockIndex || lastBlockSeen) {
            throw malformed("a block came out of order");
        }
        if (length == 0 || length > header.blockBytes()) {
            throw malformed("a block of " + length + " bytes");
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
        SignedManifest manifest =
                decode(() -> SignedManifest.decode(request.getManifest().toByteArray()));
        SignedEnvelope envelope =
                decode(() -> SignedEnvelope.decode(request.getEnvelope().toByteArray()));
        SignedLease lease = decode(() -> SignedLease.decode(request.getLease().toByteArray()));
        MeshId mesh = holder.members().mesh();
        if (!manifest.verify(mesh, header)
                || !envelope.verify(mesh, header)
                || !lease.verify(mesh)
                || !lease.lease().owner().equals(header.owner())
                || manifest.manifest().inline() != inline) {
            throw refused("a record is not its owner's");
        }
        SignedClaim claim = claim(manifest.manifest());
        ShardRecord record =
                decode(() -> new ShardRecord(header, manifest, envelope, lease, claim));
        return (inline ? holder.store().commitInline(record) : commitShard(record))
                .thenApply(done -> {
                    holder.announcements().committed(header.objectKey());
                    return claim;
                });
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
            throw refused("the shard is not the one that the manifest names");
        }
    }

    private SignedClaim claim(Manifest manifest) {
        Instant now = holder.environment().clock().instant();
        Optional<Digest> shardKey =
                inline ? Optional.empty() : Optional.of(manifest.shardKeys().get(index));
        Claim claim =
                new Claim(
                        new ShardName(header.objectKey(), index),
                        shardKey,
                        ClaimState.COMPLETE,
                        new ClaimVersion(now.toEpochMilli(), now),
                        holder.members().self());
        return claim.sign(holder.peerKey(), holder.members().mesh());
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
            throw malformed("there is nothing to write to");
        }
        return writer;
    }

    private interface Decoding<T> {
        T decode();
    }

    private static <T> T decode(Decoding<T> decoding) {
        try {
            return decoding.decode();
        } catch (MalformedRecordException | IllegalArgumentException malformed) {
            throw malformed(String.valueOf(malformed.getMessage()));
        }
    }

    private static FailureException malformed(String cause) {
        return failure(FailureKind.MALFORMED, cause).exception();
    }

    private static FailureException refused(String cause) {
        return failure(FailureKind.REFUSED, cause).exception();
    }

    private static Failure failure(FailureKind kind, String cause) {
        return new Failure(kind, "hold", "a shard", cause);
    }
}
