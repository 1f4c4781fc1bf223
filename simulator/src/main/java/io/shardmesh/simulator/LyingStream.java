package io.shardmesh.simulator;

import io.shardmesh.node.network.Link;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Traffic;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A stream whose sender may be a liar, and may be overheard. */
final class LyingStream implements MessageStream {
    private final MessageStream stream;
    private final SimulatedNode sender;
    private final boolean carriesBlocks;

    /**
     * @param carriesBlocks whether what is sent answers those that ask for blocks
     */
    LyingStream(MessageStream stream, SimulatedNode sender, boolean carriesBlocks) {
        this.stream = stream;
        this.sender = sender;
        this.carriesBlocks = carriesBlocks;
    }

    @Override
    public CompletableFuture<Void> send(Message message) {
        sender.mesh().overheard(sender, message);
        boolean block = carriesBlocks && message.body().hasRemaining();
        return switch (block ? sender.answers() : Answers.HONEST) {
            case HONEST -> stream.send(message);
            case WRONG_BYTES -> stream.send(new Message(message.head(), damaged(message.body())));
            case NOTHING -> CompletableFuture.completedFuture(null);
            case EMPTY -> stream.send(Message.of(message.head()));
        };
    }

    private static ByteBuffer damaged(ByteBuffer body) {
        ByteBuffer copy = ByteBuffer.allocate(body.remaining()).put(body.duplicate()).flip();
        int at = copy.remaining() / 2;
        return copy.put(at, (byte) (copy.get(at) ^ 1));
    }

    @Override
    public Link link() {
        return stream.link();
    }

    @Override
    public CompletableFuture<Optional<Message>> receive() {
        return stream.receive();
    }

    @Override
    public CompletableFuture<Traffic> traffic() {
        return stream.traffic();
    }

    @Override
    public boolean isReusable() {
        return stream.isReusable();
    }

    @Override
    public void finish() {
        stream.finish();
    }

    @Override
    public void reset() {
        stream.reset();
    }
}
