package io.shardmesh.node.repair;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.blake3.BlockPath;
import io.shardmesh.crypto.blake3.ChunkPath;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.ChunkChoice;
import io.shardmesh.node.holder.proto.Challenge;
import io.shardmesh.node.holder.proto.UpkeepRequest;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.object.UpkeepStream;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.ShardRecord;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;

/**
 * Has a holder show chunks of a shard that a fresh nonce picks, each with its path to the shard key
 * in the manifest. With n picks a loss of a part p of the shard stays unseen with chance (1−p)^n
 * (Ateniese et al., "Provable Data Possession at Untrusted Stores", 2007). It proves that the data
 * can be had through that peer, and not that it lies there.
 */
final class Auditor {
    /** Finds a loss of a tenth with 99.9 %. */
    private static final int CHUNKS = 66;

    private static final int NONCE_BYTES = 32;

    private final Environment environment;
    private final Members members;

    Auditor(Environment environment, Members members) {
        this.environment = environment;
        this.members = members;
    }

    /**
     * Audits one holder; never fails.
     *
     * @param record of the same object, whatever its index
     * @param index the shard, or copy, that the holder claims
     */
    CompletableFuture<AuditResult> audit(PeerId holder, ShardRecord record, int index) {
        Bytes nonce = Bytes.of(environment.random().bytes(NONCE_BYTES));
        Challenge.Builder challenge =
                Challenge.newBuilder()
                        .setObjectKey(ByteString.copyFrom(record.objectKey().bytes()))
                        .setIndex(index)
                        .setNonce(ByteString.copyFrom(nonce.toArray()))
                        .setChunkCount(CHUNKS);
        return UpkeepStream.apart(
                        environment,
                        members,
                        holder,
                        stream ->
                                stream.send(UpkeepRequest.newBuilder().setChallenge(challenge))
                                        .thenCompose(sent ->
                                                record.inline()
                                                        ? copy(stream, record)
                                                        : chunks(
                                                                stream,
                                                                record.manifest().manifest(),
                                                                index,
                                                                picks(nonce, record))))
                .thenApply(result -> {
                    members.reputation().audited(holder, result == AuditResult.PASSED);
                    return result;
                })
                .exceptionally(thrown -> failed(holder, Async.failureOf(thrown).kind()));
    }

    private AuditResult failed(PeerId holder, FailureKind kind) {
        AuditResult result = result(kind);
        if (result == AuditResult.FAILED && kind != FailureKind.DELETED) {
            members.reputation().audited(holder, false);
        }
        return result;
    }

    private static Iterator<Long> picks(Bytes nonce, ShardRecord record) {
        long shardBytes = record.manifest().manifest().layout().shardBytes();
        return ChunkChoice.of(nonce, shardBytes, CHUNKS).iterator();
    }

    private static AuditResult result(FailureKind kind) {
        return switch (kind) {
            case NOT_FOUND, DAMAGED, MALFORMED, DELETED, IO -> AuditResult.FAILED;
            default -> AuditResult.SILENT;
        };
    }

    /** A small object lies whole in its manifest, of which there is one. */
    private static CompletableFuture<AuditResult> copy(UpkeepStream stream, ShardRecord record) {
        ByteBuffer own = ByteBuffer.wrap(record.manifest().encode());
        return stream.receive()
                .thenApply(answer ->
                        own.equals(answer.body()) ? AuditResult.PASSED : AuditResult.FAILED);
    }

    private CompletableFuture<AuditResult> chunks(
            UpkeepStream stream, Manifest manifest, int index, Iterator<Long> picks) {
        if (!picks.hasNext()) {
            return CompletableFuture.completedFuture(AuditResult.PASSED);
        }
        long chunk = picks.next();
        return stream.receive()
                .thenCompose(answer ->
                        environment.compute().run(() -> genuine(manifest, index, chunk, answer)))
                .thenCompose(genuine ->
                        genuine
                                ? chunks(stream, manifest, index, picks)
                                : CompletableFuture.completedFuture(AuditResult.FAILED));
    }

    private static boolean genuine(
            Manifest manifest, int index, long chunk, UpkeepStream.Answer answer) {
        return BlockPath.verify(
                manifest.shardKeys().get(index),
                manifest.layout().shardBytes(),
                ChunkPath.CHUNK_BYTES,
                chunk,
                answer.body(),
                answer.reply().getChunk().getPath().toByteArray());
    }
}
