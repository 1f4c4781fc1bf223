package io.shardmesh.node.holder;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.Digest;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.holder.proto.CheckShard;
import io.shardmesh.node.holder.proto.Checked;
import io.shardmesh.node.holder.proto.Held;
import io.shardmesh.node.holder.proto.Stock;
import io.shardmesh.node.holder.proto.TakeStock;
import io.shardmesh.node.holder.proto.UpkeepReply;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.store.ScrubResult;
import io.shardmesh.node.store.StoredShard;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Says what is here of which objects, by the index and, for one shard, by the bytes. */
final class Stocktaking {
    /** Objects of one question: a few milliseconds of the index. */
    private static final int MAX_KEYS = 512;

    private final Holder holder;

    Stocktaking(Holder holder) {
        this.holder = holder;
    }

    CompletableFuture<UpkeepReply.Builder> take(TakeStock request) {
        if (request.getObjectKeyCount() > MAX_KEYS) {
            throw Refusals.malformed("more than " + MAX_KEYS + " objects in one question");
        }
        List<CompletableFuture<Held>> answers =
                request.getObjectKeyList().stream().map(this::held).toList();
        return Async.all(answers)
                .thenApply(held ->
                        UpkeepReply.newBuilder()
                                .setStock(Stock.newBuilder().addAllHeld(held).setTime(now())));
    }

    private long now() {
        return holder.environment().clock().instant().toEpochMilli();
    }

    private CompletableFuture<Held> held(ByteString key) {
        Digest objectKey = ObjectKeys.decode(key);
        return holder.store()
                .rows(objectKey)
                .thenCompose(rows ->
                        rows.isEmpty()
                                ? deleted(objectKey)
                                : CompletableFuture.completedFuture(held(rows)));
    }

    private static Held held(List<StoredShard> rows) {
        byte[] indexes = new byte[rows.size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = (byte) rows.get(i).name().index();
        }
        return Held.newBuilder().setComplete(ByteString.copyFrom(indexes)).build();
    }

    private CompletableFuture<Held> deleted(Digest objectKey) {
        return holder.store()
                .tombstone(objectKey)
                .thenApply(tombstone -> {
                    Held.Builder held = Held.newBuilder();
                    tombstone.ifPresent(
                            one -> held.setTombstone(ByteString.copyFrom(one.encode())));
                    return held.build();
                });
    }

    /** Reads the whole shard; a damaged one leaves the store. */
    CompletableFuture<UpkeepReply.Builder> check(CheckShard request) {
        ShardName name =
                Refusals.decode(() ->
                        new ShardName(
                                ObjectKeys.decode(request.getObjectKey()), request.getIndex()));
        return holder.store()
                .scrub(name, bytes -> CompletableFuture.completedFuture(null))
                .thenApply(result ->
                        UpkeepReply.newBuilder()
                                .setChecked(Checked.newBuilder().setResult(number(result))));
    }

    private static int number(ScrubResult result) {
        return switch (result) {
            case INTACT -> 1;
            case DAMAGED -> 2;
            case UNREADABLE -> 3;
            case ABSENT -> 4;
        };
    }
}
