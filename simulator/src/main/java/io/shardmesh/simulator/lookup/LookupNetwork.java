package io.shardmesh.simulator.lookup;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.dht.DhtConfig;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** DHT nodes that reach each other by calls in virtual time; a seed decides every delay. */
final class LookupNetwork {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000L);

    private final VirtualScheduler time = VirtualScheduler.create();
    private final SplittableRandom random;
    private final List<LookupNode> nodes = new ArrayList<>();
    private final Map<PeerId, LookupNode> byPeer = new HashMap<>();
    private final Map<Multiaddr, LookupNode> byAddress = new HashMap<>();
    private long requestCount;

    LookupNetwork(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Another node, which knows nobody. */
    LookupNode add() {
        SplittableRandom own = random.split();
        try (SigningKey key = SigningKey.generate(own::nextBytes)) {
            int number = nodes.size() + 1;
            Multiaddr address =
                    Multiaddr.tcp(
                            "10."
                                    + (number >> 16)
                                    + "."
                                    + (number >> 8 & 0xff)
                                    + "."
                                    + (number & 0xff),
                            4001);
            LookupNode node =
                    new LookupNode(
                            this,
                            PeerId.of(key.verifyingKey()),
                            address,
                            DhtConfig.standard(),
                            own::nextBytes);
            nodes.add(node);
            byPeer.put(node.peer(), node);
            byAddress.put(address, node);
            node.start();
            return node;
        }
    }

    List<LookupNode> nodes() {
        return nodes;
    }

    VirtualScheduler time() {
        return time;
    }

    Instant now() {
        return START.plusNanos(time.nanoTime());
    }

    /** Requests that have been answered. */
    long requestCount() {
        return requestCount;
    }

    void countRequest() {
        requestCount++;
    }

    /** 5 to 50 ms, as between houses of one continent. */
    void later(Runnable action) {
        var _ = time.schedule(Duration.ofNanos(5_000_000 + random.nextLong(45_000_000)), action);
    }

    Optional<LookupNode> at(Multiaddr address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** The node, if the asker is connected with it or knows its address. */
    Optional<LookupNode> reach(LookupNode asker, PeerId peer, List<Multiaddr> addresses) {
        LookupNode found = byPeer.get(peer);
        if (found == null || (!asker.isConnected(peer) && !addresses.contains(found.address()))) {
            return Optional.empty();
        }
        connect(asker, found);
        return Optional.of(found);
    }

    /**
     * One node dials another, and they learn from each other who they are. Whoever was dialled
     * dials back, as every node does, when the other does not serve by then.
     */
    void connect(LookupNode one, LookupNode other) {
        if (one.connected(other.peer())) {
            other.connected(one.peer());
            later(other::reached);
            later(() -> one.identified(other));
            later(() -> other.identified(one));
            var _ =
                    time.schedule(
                            Duration.ofMillis(200 + random.nextLong(4_000)), () -> dialBack(one));
        }
    }

    private void dialBack(LookupNode to) {
        if (!to.serves()) {
            later(to::reached);
        }
    }

    /** A node tells another, with which it is connected, that it serves now. */
    void push(LookupNode from, PeerId to) {
        LookupNode other = byPeer.get(to);
        if (other != null) {
            later(() -> other.identified(from));
        }
    }
}
