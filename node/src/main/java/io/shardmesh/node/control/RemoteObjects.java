package io.shardmesh.node.control;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.ObjectStore;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.api.ShareOutcome;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Store mode through a service. */
final class RemoteObjects implements ObjectStore {
    private final ServiceCalls calls;

    RemoteObjects(ServiceCalls calls) {
        this.calls = calls;
    }

    @Override
    public Operation<PutOutcome> put(PutRequest request, ByteSource source) {
        Fields head =
                StoreCodec.encode(request).putObject("file", StoreCodec.encodeFile(source.file()));
        if (source.file().isPresent() || request.file().expectedBytes().isEmpty()) {
            return put(Frame.of(head), source);
        }
        EarlyContent content = EarlyContent.of(source, request.file().expectedBytes().getAsLong());
        return content.whole()
                .map(bytes -> put(Frame.of(head.put("whole", true), bytes), content))
                .orElseGet(() -> put(Frame.of(head), content));
    }

    @Override
    public Operation<PutOutcome> putBundle(
            PutRequest request, long indexOffset, ByteSource source) {
        // Another type, so that a service that knows no bundles refuses.
        Fields head =
                StoreCodec.encode(request).put("type", "putBundle").put("indexOffset", indexOffset);
        return put(Frame.of(head), source);
    }

    private Operation<PutOutcome> put(Frame request, ByteSource source) {
        return Transfer.start(
                calls,
                request,
                StoreCodec::putOutcome,
                (asked, channel) -> answerRead(asked, source, channel));
    }

    private static void answerRead(Frame asked, ByteSource source, FrameChannel channel) {
        int wanted = Math.clamp(asked.head().count("wantedBytes"), 1, Frame.MAX_BODY_BYTES);
        ByteBuffer target = ByteBuffer.allocate(wanted);
        CompletableFuture<Integer> _ =
                source.read(target)
                        .whenComplete((count, thrown) -> {
                            if (thrown != null) {
                                channel.send(Frame.of(Failures.encode(Failures.of(thrown))));
                            } else if (count < 0) {
                                channel.send(Frame.of(Fields.ofType("end")));
                            } else {
                                channel.send(new Frame(Fields.ofType("data"), target.flip()));
                            }
                        });
    }

    @Override
    public CompletableFuture<Located> locate(Digest objectKey) {
        return calls.ask(
                Fields.ofType("locate").put("objectKey", objectKey.toString()),
                StoreCodec::located);
    }

    @Override
    public Operation<GetOutcome> get(
            Located located, FileKey fileKey, Optional<ByteRange> range, ByteSink sink) {
        // Another type, so that a service that knows no ranges refuses instead of sending all.
        String type = range.isPresent() ? "getRange" : "get";
        Frame request = StoreCodec.encode(type, located, fileKey.secret().expose());
        request.head()
                .put("range", range.map(ByteRange::toString))
                .putObject("file", StoreCodec.encodeFile(sink.file()));
        return Transfer.start(
                calls,
                request,
                StoreCodec::getOutcome,
                (data, channel) -> passOn(data, sink, channel));
    }

    private static void passOn(Frame data, ByteSink sink, FrameChannel channel) {
        CompletableFuture<Void> _ =
                sink.write(data.body())
                        .whenComplete((_, thrown) ->
                                channel.send(
                                        Frame.of(
                                                thrown == null
                                                        ? Fields.ofType("taken")
                                                        : Failures.encode(Failures.of(thrown)))));
    }

    @Override
    public CompletableFuture<Distribution> distribution(Digest objectKey) {
        return calls.ask(
                Fields.ofType("distribution").put("objectKey", objectKey.toString()),
                reply -> StoreCodec.distribution(reply.head()));
    }

    @Override
    public CompletableFuture<ShareOutcome> share(
            Digest objectKey, FileKey fileKey, ReadingPublicKey reader) {
        Fields head =
                Fields.ofType("share")
                        .put("objectKey", objectKey.toString())
                        .put("reader", reader.toString());
        Frame request = new Frame(head, ByteBuffer.wrap(fileKey.secret().expose()));
        return calls.ask(request, reply -> StoreCodec.shareOutcome(reply.head()));
    }

    @Override
    public CompletableFuture<ShareOutcome> unshare(
            Digest objectKey, Optional<ReadingPublicKey> reader) {
        return calls.ask(
                Fields.ofType("unshare")
                        .put("objectKey", objectKey.toString())
                        .put("reader", reader.map(ReadingPublicKey::toString)),
                reply -> StoreCodec.shareOutcome(reply.head()));
    }
}
