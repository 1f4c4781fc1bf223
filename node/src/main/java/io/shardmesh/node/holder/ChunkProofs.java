package io.shardmesh.node.holder;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.ChunkPath;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.holder.proto.Challenge;
import io.shardmesh.node.holder.proto.Chunk;
import io.shardmesh.node.holder.proto.UpkeepReply;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.store.ShardReader;
import io.shardmesh.node.store.StoredBlock;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Shows chunks of a shard that whoever asks has drawn, each with its path to the shard key. One
 * block is in memory at a time.
 */
final class ChunkProofs {
    private static final int NONCE_BYTES = 32;

    private final Holder holder;
    private final ShardReader reader;

    ChunkProofs(Holder holder) {
        this.holder = holder;
        this.reader = holder.store().reader();
    }

    /** Sends a message for each chunk, in the order of the challenge. */
    CompletableFuture<Void> show(
            Challenge request, Function<Message, CompletableFuture<Void>> send) {
        Digest objectKey = ObjectKeys.decode(request.getObjectKey());
        int index = request.getIndex();
        int count = request.getChunkCount();
        if (request.getNonce().size() != NONCE_BYTES
                || count < 1
                || count > ChunkChoice.MAX_COUNT) {
            throw Refusals.malformed("a challenge out of bounds");
        }
        Bytes nonce = Bytes.of(request.getNonce().toByteArray());
        return holder.store()
                .find(objectKey)
                .thenCompose(records -> {
                    ShardRecord record = record(records, index);
                    if (record.inline()) {
                        return send.apply(whole(record));
                    }
                    StripeLayout layout = record.manifest().manifest().layout();
                    PrimitiveIterator.OfLong chunks =
                            ChunkChoice.of(nonce, layout.shardBytes(), count).iterator();
                    return showAll(objectKey, index, layout, chunks, send);
                });
    }

    private static ShardRecord record(List<ShardRecord> records, int index) {
        return records.stream()
                .filter(record -> record.index() == index)
                .findFirst()
                .orElseThrow(() -> Refusals.absent().exception());
    }

    /** A copy has no chunks: all of it lies in the manifest. */
    private static Message whole(ShardRecord record) {
        UpkeepReply head = UpkeepReply.newBuilder().setChunk(Chunk.getDefaultInstance()).build();
        return new Message(head.toByteArray(), ByteBuffer.wrap(record.manifest().encode()));
    }

    private CompletableFuture<Void> showAll(
            Digest objectKey,
            int index,
            StripeLayout layout,
            Iterator<Long> chunks,
            Function<Message, CompletableFuture<Void>> send) {
        return Async.loop(() -> {
            if (!chunks.hasNext()) {
                return CompletableFuture.completedFuture(false);
            }
            long position = chunks.next() * ChunkPath.CHUNK_BYTES;
            long blockIndex = position / layout.blockBytes();
            int offset = (int) (position % layout.blockBytes());
            return reader.readBlock(objectKey, index, blockIndex)
                    .thenCompose(block ->
                            holder.environment()
                                    .compute()
                                    .run(() -> proof(block, position, offset)))
                    .thenCompose(send)
                    .thenApply(sent -> true);
        });
    }

    private static Message proof(StoredBlock stored, long position, int offset) {
        ByteBuffer block = stored.block();
        int first = block.position() + offset;
        int length = Math.min(ChunkPath.CHUNK_BYTES, block.limit() - first);
        byte[] within =
                ChunkPath.within(
                        block,
                        (position - offset) / ChunkPath.CHUNK_BYTES,
                        offset / ChunkPath.CHUNK_BYTES);
        ByteString path = ByteString.copyFrom(within).concat(ByteString.copyFrom(stored.path()));
        UpkeepReply head =
                UpkeepReply.newBuilder().setChunk(Chunk.newBuilder().setPath(path)).build();
        return new Message(head.toByteArray(), block.slice(first, length));
    }

    CompletableFuture<Void> close() {
        return reader.close();
    }
}
