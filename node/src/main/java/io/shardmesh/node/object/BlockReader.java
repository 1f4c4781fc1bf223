package io.shardmesh.node.object;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.proto.Fetch;
import io.shardmesh.node.holder.proto.Fetched;
import io.shardmesh.node.holder.proto.GetReply;
import io.shardmesh.node.holder.proto.GetRequest;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Traffic;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Reads blocks of one shard from one holder. Questions go out at once and are answered in order.
 * Every block is checked against the shard key before anyone sees it.
 */
final class BlockReader {
    private final Environment environment;
    private final MessageStream stream;
    private final ShardSource source;
    private final Queue<Pending> pending = new ArrayDeque<>();
    private boolean receiving;

    private record Pending(long blockIndex, CompletableFuture<ByteBuffer> block) {}

    BlockReader(Environment environment, MessageStream stream, ShardSource source) {
        this.environment = environment;
        this.stream = stream;
        this.source = source;
    }

    /**
     * Asks for a block. Fails with {@code DAMAGED} when what came is not the block that the
     * manifest names, and with the holder's own failure when it has none.
     */
    CompletableFuture<ByteBuffer> fetch(long blockIndex) {
        Pending asked = new Pending(blockIndex, new CompletableFuture<>());
        pending.add(asked);
        stream.send(question(blockIndex))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        failAll(failure);
                    }
                });
        receiveNext();
        return asked.block();
    }

    /** How many bytes have come, those of an unfinished block too. */
    CompletableFuture<Long> receivedBytes() {
        return stream.traffic().thenApply(Traffic::receivedBytes);
    }

    /** Ends it; all blocks that were asked for fail so. */
    void close(Failure why) {
        failAll(why.exception());
        stream.reset();
    }

    private Message question(long blockIndex) {
        Fetch fetch =
                Fetch.newBuilder()
                        .setObjectKey(ByteString.copyFrom(source.objectKey().bytes()))
                        .setIndex(source.index())
                        .setBlockIndex(blockIndex)
                        .build();
        return Message.of(GetRequest.newBuilder().setFetch(fetch).build().toByteArray());
    }

    private void receiveNext() {
        if (receiving || pending.isEmpty()) {
            return;
        }
        receiving = true;
        stream.receive()
                .whenComplete((message, failure) -> {
                    receiving = false;
                    if (failure != null) {
                        failAll(failure);
                    } else if (message.isEmpty()) {
                        failAll(broken("it ended the stream").exception());
                    } else {
                        answer(message.get());
                        receiveNext();
                    }
                });
    }

    private void answer(Message message) {
        Pending asked = pending.poll();
        if (asked == null) {
            return; // It was closed.
        }
        GetReply reply;
        try {
            reply = GetReply.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            failAll(broken("it answered with bytes that are no answer").exception());
            stream.reset();
            return;
        }
        switch (reply.getKindCase()) {
            case FETCHED -> verify(asked, reply.getFetched(), message.body());
            case NOT_HELD ->
                    asked.block()
                            .completeExceptionally(
                                    refused(
                                            reply.getNotHeld().getKind(),
                                            reply.getNotHeld().getCause()));
            case LOCATED, KIND_NOT_SET ->
                    asked.block()
                            .completeExceptionally(
                                    broken("it answered another question").exception());
        }
    }

    private void verify(Pending asked, Fetched fetched, ByteBuffer block) {
        byte[] path = fetched.getPath().toByteArray();
        environment
                .compute()
                .run(() -> source.verifies(asked.blockIndex(), block.duplicate(), path))
                .whenComplete((genuine, failure) -> {
                    if (failure != null) {
                        asked.block().completeExceptionally(failure);
                    } else if (genuine) {
                        asked.block().complete(block);
                    } else {
                        asked.block()
                                .completeExceptionally(damaged(asked.blockIndex()).exception());
                    }
                });
    }

    private void failAll(Throwable failure) {
        while (!pending.isEmpty()) {
            pending.remove().block().completeExceptionally(Async.unwrap(failure));
        }
    }

    private FailureException refused(int kind, String cause) {
        return failure(FailureKind.ofWireNumber(kind), Texts.clean(cause)).exception();
    }

    private Failure damaged(long blockIndex) {
        return failure(
                FailureKind.DAMAGED, "block " + blockIndex + " is not what the manifest says");
    }

    private Failure broken(String cause) {
        return failure(FailureKind.UNREACHABLE, cause);
    }

    private Failure failure(FailureKind kind, String cause) {
        return new Failure(kind, "read", source.describe(), cause);
    }
}
