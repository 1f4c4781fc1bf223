package io.shardmesh.node.network;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A two-way sequence of messages with one peer, under one protocol. All methods are called, and all
 * futures complete, on the node's strand.
 */
public interface MessageStream {
    /** The connection that carries it. */
    Link link();

    /**
     * Sends a message. Order is kept. Completes when little enough is unsent that the next one is
     * welcome, so a sender that waits for it holds at most one message and the send queue; fails
     * with {@code UNREACHABLE} when the stream is gone.
     */
    CompletableFuture<Void> send(Message message);

    /**
     * The next message, or empty when the other side has finished. Fails with {@code UNREACHABLE}
     * when the stream broke. What is not received holds the sender back. One call at a time.
     */
    CompletableFuture<Optional<Message>> receive();

    /**
     * What has gone over it by now, as the network sees it. A message that is under way shows here
     * long before it is whole, so who waits can tell a slow line from one on which nothing moves.
     */
    CompletableFuture<Traffic> traffic();

    /**
     * Whether it is open in both directions and nothing waits to be received, as far as this end
     * has heard.
     */
    boolean isReusable();

    /** Says that nothing more will be sent; receiving goes on. */
    void finish();

    /** Ends the stream at once in both directions. */
    void reset();
}
