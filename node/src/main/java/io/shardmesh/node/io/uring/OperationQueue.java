package io.shardmesh.node.io.uring;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * The way of operations from any thread to the ring's. Bounded: whoever finds it full is told so at
 * once. The descriptor that wakes the ring's thread is only used under this lock, so it can be
 * closed without anybody writing to whatever has its number next.
 */
final class OperationQueue {
    private final int maxCount;
    private final SystemCalls calls;
    private final int event;
    private ArrayDeque<Operation> added = new ArrayDeque<>();
    private ArrayDeque<Operation> taken = new ArrayDeque<>();

    /** Accepted and not done. */
    private int openCount;

    private boolean isWaiting;
    private boolean isClosed;

    /** What became of an operation. */
    enum Offer {
        ACCEPTED,
        FULL,
        CLOSED
    }

    /**
     * @param calls this queue's alone
     * @param event an eventfd(2), which {@link #release} closes
     */
    OperationQueue(int maxCount, SystemCalls calls, int event) {
        this.maxCount = maxCount;
        this.calls = calls;
        this.event = event;
    }

    synchronized Offer offer(Operation operation) {
        return openCount >= maxCount ? full() : add(operation);
    }

    private Offer full() {
        return isClosed ? Offer.CLOSED : Offer.FULL;
    }

    /** What gives room back, such as closing a file, is taken also when there is none. */
    synchronized Offer offerAlways(Operation operation) {
        return add(operation);
    }

    private Offer add(Operation operation) {
        if (isClosed) {
            return Offer.CLOSED;
        }
        openCount++;
        added.add(operation);
        wake();
        return Offer.ACCEPTED;
    }

    private void wake() {
        if (isWaiting) {
            isWaiting = false;
            calls.signal(event);
        }
    }

    /** Nothing is accepted any more. */
    synchronized void close() {
        isClosed = true;
        wake();
    }

    // What follows is for the ring's thread.

    /** Takes all that was added, in order. */
    void drain(Consumer<Operation> to) {
        synchronized (this) {
            ArrayDeque<Operation> all = added;
            added = taken;
            taken = all;
        }
        while (!taken.isEmpty()) {
            to.accept(taken.remove());
        }
    }

    /** So many operations are done. */
    synchronized void done(int count) {
        openCount -= count;
    }

    /**
     * Before the ring's thread waits for the kernel: from here on an offer wakes it. False when it
     * must not wait, because something was added or the end has come.
     */
    synchronized boolean mayWait() {
        isWaiting = added.isEmpty() && !isOver();
        return isWaiting;
    }

    synchronized void awake() {
        isWaiting = false;
    }

    /** Closed, and all that was accepted is done. */
    synchronized boolean isOver() {
        return isClosed && openCount == 0;
    }

    /** Wakes the thread itself, so that the read of the event comes back. */
    synchronized void signal() {
        calls.signal(event);
    }

    synchronized void release() {
        calls.close(event);
    }
}
