package io.shardmesh.testing.attack;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Floods from one address; closed, its connections are gone. */
public final class Flood implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int ADDRESSES = 250;

    private final String from;
    private final InetSocketAddress node;
    private final Queue<RawPeer> open = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger refusedCount = new AtomicInteger();

    /** From address {@code from} at {@code node}. */
    public Flood(String from, InetSocketAddress node) {
        this.from = from;
        this.node = node;
    }

    /** Opens connections and says nothing on them. */
    public void idle(int count) {
        for (int i = 0; i < count; i++) {
            keep(peer -> {});
        }
    }

    /** Opens connections and stops in the middle of the handshake. */
    public void halfOpen(int count) {
        for (int i = 0; i < count; i++) {
            keep(peer -> peer.secure().begin());
        }
    }

    /** Opens connections at a steady pace, each of which shakes hands if it is let, and goes. */
    public void arrive(int perSecond, Duration time) {
        long start = System.nanoTime();
        long gap = Duration.ofSeconds(1).toNanos() / perSecond;
        int count = (int) (time.toNanos() / gap);
        for (int i = 0; i < count && !over.get(); i++) {
            LockSupport.parkNanos(start + i * gap - System.nanoTime());
            try (RawPeer peer = RawPeer.connect(from, node)) {
                peer.patience(PATIENCE);
                peer.secure().shake();
            } catch (IOException refused) {
                refusedCount.incrementAndGet();
            }
        }
    }

    /**
     * Sends all that is malformed, again and again, without looking at what it gets; from many
     * addresses, since the limits of one would let little of it through.
     */
    public int garbage(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Queue<Malformed> cases = new ArrayDeque<>(quickCases());
        int count = 0;
        while (System.nanoTime() < end && !over.get()) {
            Malformed next = cases.remove();
            cases.add(next);
            String one = "127.0.1." + (1 + count % ADDRESSES);
            count++;
            try (RawPeer peer = RawPeer.connect(one, node)) {
                peer.patience(PATIENCE);
                next.sending().send(peer);
            } catch (IOException ended) {
                refusedCount.incrementAndGet();
            }
        }
        return count;
    }

    private static java.util.List<Malformed> quickCases() {
        return MalformedTable.cases().stream()
                .filter(one -> one.gets() != Outcome.TIMED_OUT)
                .filter(one -> one.gets() != Outcome.RESET_IN_TIME)
                .toList();
    }

    /** How many connections were not taken, or ended before their part was done. */
    public int refusedCount() {
        return refusedCount.get();
    }

    private void keep(Malformed.Sending beginning) {
        try {
            RawPeer peer = RawPeer.connect(from, node);
            open.add(peer);
            peer.patience(PATIENCE);
            beginning.send(peer);
        } catch (IOException refused) {
            refusedCount.incrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        over.set(true);
        for (RawPeer peer : open) {
            peer.close();
        }
    }
}
