package io.shardmesh.node.control;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.Progress;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** One request of a command, from its first frame to the last answer. Runs on its own thread. */
final class ServerConnection {
    /** What both ends must agree on; a change that old ends would misread raises it. */
    static final int VERSION = 1;

    private static final int FILE_KEY_BYTES = 32;
    private static final Logger LOG = System.getLogger("io.shardmesh.node.control");

    private final FrameChannel channel;
    private final Node node;
    private final BooleanSupplier ending;

    ServerConnection(FrameChannel channel, Node node, BooleanSupplier ending) {
        this.channel = channel;
        this.node = node;
        this.ending = ending;
    }

    void run() {
        try {
            Optional<Frame> first = channel.receive();
            if (first.isPresent()) {
                serve(first.get());
            } else {
                channel.close();
            }
        } catch (IOException _) {
            channel.close();
        } catch (RuntimeException e) {
            // The decoders of ids, keys and addresses throw types of their own for bad text.
            LOG.log(Level.WARNING, "control request refused: {0}", e.toString());
            refuse(FailureKind.MALFORMED, "the request is malformed");
        }
    }

    private void refuse(FailureKind kind, String cause) {
        refuse(new Failure(kind, "answer", "control request", cause));
    }

    private void refuse(Failure failure) {
        channel.sendLast(Frame.of(Failures.encode(failure)));
    }

    private void serve(Frame request) throws IOException {
        if (ending.getAsBoolean()) {
            refuse(Failures.serviceEnding());
            return;
        }
        if (request.head().number("version") != VERSION) {
            refuse(
                    FailureKind.REFUSED,
                    "the service speaks version " + VERSION + " of the control protocol");
            return;
        }
        switch (request.type()) {
            case "hello" -> hello();
            case "put", "putBundle" -> put(request);
            case "get", "getRange" -> get(request);
            case "share" -> share(request);
            default -> answerSimple(request);
        }
    }

    private void answerSimple(Frame request) {
        Optional<CompletableFuture<Frame>> answer = new SimpleRequests(node).answer(request.head());
        if (answer.isEmpty()) {
            refuse(FailureKind.REFUSED, "the service does not know \"" + request.type() + "\"");
            return;
        }
        CompletableFuture<Frame> _ = answer.get().whenComplete(this::sendOutcome);
    }

    private void sendOutcome(Frame answer, Throwable thrown) {
        channel.sendLast(thrown == null ? answer : Frame.of(Failures.encode(failureOf(thrown))));
    }

    private Failure failureOf(Throwable thrown) {
        boolean expected =
                FailureException.find(thrown)
                        .filter(known -> known.kind() != FailureKind.INTERNAL)
                        .isPresent();
        return !expected && ending.getAsBoolean() ? Failures.serviceEnding() : Failures.of(thrown);
    }

    /** Tells that somebody is here, and by staying open, until when. */
    private void hello() throws IOException {
        channel.send(Frame.of(Fields.ofType("ok").put("version", VERSION)));
        receiveUntilClosed(_ -> {});
        channel.close();
    }

    private void put(Frame request) throws IOException {
        PutRequest wanted = StoreCodec.putRequest(request.head());
        AtomicReference<Optional<Operation<?>>> running = new AtomicReference<>(Optional.empty());
        PutFeed feed = PutFeed.open(request, wanted.file(), channel, progressOf(running));
        Operation<PutOutcome> put =
                StoreCodec.indexOffset(request.head())
                        .map(offset -> node.objects().putBundle(wanted, offset, feed.source()))
                        .orElseGet(() -> node.objects().put(wanted, feed.source()));
        closeAfter(put, feed.close());
        running.set(Optional.of(put));
        transfer(put, outcome -> StoreCodec.encode(outcome), feed.end());
    }

    private void share(Frame request) {
        Digest objectKey = Digest.parse(request.head().text("objectKey"));
        ReadingPublicKey reader = ReadingPublicKey.parse(request.head().text("reader"));
        try (SecretBytes fileSecret = takeFileKey(request)) {
            FileKey fileKey = FileKey.of(fileSecret);
            CompletableFuture<Frame> _ =
                    node.objects()
                            .share(objectKey, fileKey, reader)
                            .thenApply(outcome -> Frame.of(StoreCodec.encode(outcome)))
                            .whenComplete((_, _) -> fileKey.close())
                            .whenComplete(this::sendOutcome);
        }
    }

    /** The file key that the body ends with, which is wiped there. */
    private static SecretBytes takeFileKey(Frame request) {
        if (request.body().remaining() != FILE_KEY_BYTES) {
            throw new MalformedControlException("no file key");
        }
        byte[] secret = new byte[FILE_KEY_BYTES];
        request.body().get(secret);
        request.body().put(request.body().position() - FILE_KEY_BYTES, new byte[FILE_KEY_BYTES]);
        return SecretBytes.takeOver(secret);
    }

    private void get(Frame request) throws IOException {
        Located located = StoreCodec.located(request);
        Optional<ByteRange> range = StoreCodec.range(request.head());
        AtomicReference<Optional<Operation<?>>> running = new AtomicReference<>(Optional.empty());
        try (SecretBytes fileSecret = takeFileKey(request)) {
            GetOutlet outlet = GetOutlet.open(request.head(), channel, progressOf(running));
            FileKey fileKey = FileKey.of(fileSecret);
            Operation<GetOutcome> get = node.objects().get(located, fileKey, range, outlet.sink());
            closeAfter(get, fileKey::close);
            closeAfter(get, outlet.close());
            running.set(Optional.of(get));
            transfer(get, outcome -> StoreCodec.encode(outcome), outlet.end());
        }
    }

    private static void closeAfter(Operation<?> operation, Runnable close) {
        var _ = operation.outcome().whenComplete((_, _) -> close.run());
    }

    private static Supplier<Progress> progressOf(AtomicReference<Optional<Operation<?>>> running) {
        return () ->
                running.get()
                        .map(Operation::progress)
                        .orElse(new Progress(0, OptionalLong.empty()));
    }

    /** Passes frames on until the command leaves, which cancels whatever is still under way. */
    private <T> void transfer(Operation<T> operation, Function<T, Fields> encode, TransferEnd end) {
        CompletableFuture<Frame> _ =
                operation
                        .outcome()
                        .thenApply(encode.andThen(Frame::of))
                        .whenComplete(this::sendOutcome);
        try {
            receiveUntilClosed(end::received);
        } catch (IOException _) {
            // The same as a close: the command is gone, or the outcome was sent.
        } finally {
            operation.cancel();
            end.abandon(Failures.cancelled("transfer"));
        }
    }

    private void receiveUntilClosed(Consumer<Frame> received) throws IOException {
        for (Optional<Frame> next = channel.receive(); next.isPresent(); next = channel.receive()) {
            received.accept(next.get());
        }
    }
}
