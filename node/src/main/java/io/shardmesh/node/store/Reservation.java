package io.shardmesh.node.store;

import java.util.concurrent.CompletableFuture;

/** Room that was set aside for one session. It is given back by release and in no other way. */
public interface Reservation {
    /** How much is set aside. */
    long sizeBytes();

    /** Sets more aside; fails with NO_SPACE, and keeps what it has, when there is not so much. */
    CompletableFuture<Void> grow(long moreBytes);

    /** Gives all back; once is enough. */
    void release();
}
