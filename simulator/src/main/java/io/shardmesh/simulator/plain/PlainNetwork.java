package io.shardmesh.simulator.plain;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import io.shardmesh.libp2p.transport.memory.VirtualStrand;
import io.shardmesh.node.network.Network;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * All machines and links. A machine that is gone answers nothing: a dial to it ends after {@link
 * #DIAL_LIMIT}, and who has a link to it notices after {@link #SILENCE_LIMIT}, as the keep-alive of
 * the real one does. Same seed, same calls: same {@link #digest}.
 */
public final class PlainNetwork {
    /** As long as the swarm tries to reach a peer. */
    static final Duration DIAL_LIMIT = Duration.ofSeconds(10);

    /** The swarm's pause before a ping and its wait for the answer. */
    static final Duration SILENCE_LIMIT = Duration.ofSeconds(35);

    /** One way, from a cable in the house to another continent. */
    private static final long LEAST_LATENCY_NANOS = 500_000;

    private static final long MOST_LATENCY_NANOS = 60_000_000;

    private final VirtualScheduler time;
    private final SplittableRandom random;
    private final Map<PeerId, PlainPeer> running = new LinkedHashMap<>();
    private final Map<Multiaddr, PlainPeer> listening = new LinkedHashMap<>();
    private final Providers providers;
    private final Map<PeerId, String> texts = new HashMap<>();
    private final Map<String, Volume> volumes = new LinkedHashMap<>();
    private long linkCount;
    private long digest;

    /**
     * What has been carried under one protocol, to others and not to oneself.
     *
     * @param messageCount messages
     * @param headBytes of their heads
     * @param bodyBytes of their bodies: blocks, whole records, lists
     */
    public record Volume(long messageCount, long headBytes, long bodyBytes) {
        /** Nothing yet. */
        public static final Volume NONE = new Volume(0, 0, 0);

        Volume plus(Volume more) {
            return new Volume(
                    messageCount + more.messageCount,
                    headBytes + more.headBytes,
                    bodyBytes + more.bodyBytes);
        }

        /** What came to it since {@code before}. */
        public Volume since(Volume before) {
            return new Volume(
                    messageCount - before.messageCount,
                    headBytes - before.headBytes,
                    bodyBytes - before.bodyBytes);
        }
    }

    private PlainNetwork(VirtualScheduler time, long seed) {
        this.time = time;
        this.random = new SplittableRandom(seed);
        this.providers = new Providers(time::nanoTime);
    }

    /** A network without machines. */
    public static PlainNetwork create(VirtualScheduler time, long seed) {
        return new PlainNetwork(time, seed);
    }

    /** Adds a machine that runs on this strand; the address is its own and nobody else's. */
    public Network join(PeerId self, Multiaddr address, VirtualStrand strand) {
        PlainPeer peer = new PlainPeer(this, self, address, strand);
        if (running.putIfAbsent(self, peer) != null
                || listening.putIfAbsent(address, peer) != null) {
            throw new IllegalArgumentException("peer or address is there already: " + self);
        }
        return peer;
    }

    /** The machine is gone without a word; its strand is the caller's to stop. */
    public void leave(PeerId peer) {
        PlainPeer gone = running.remove(peer);
        if (gone == null) {
            throw new IllegalArgumentException("not in the network: " + peer);
        }
        listening.remove(gone.address());
        providers.gone(peer);
        running.values().forEach(other -> other.miss(peer));
    }

    /** What messages of this protocol have carried so far. */
    public Volume volume(String protocol) {
        return volumes.getOrDefault(protocol, Volume.NONE);
    }

    /** What all messages have carried so far. */
    public Volume total() {
        return volumes.values().stream().reduce(Volume.NONE, Volume::plus);
    }

    /** Covers every message that was sent: when, from whom, to whom, how long. */
    public long digest() {
        return digest;
    }

    VirtualScheduler time() {
        return time;
    }

    Providers providers() {
        return providers;
    }

    @Nullable PlainPeer at(PeerId peer) {
        return running.get(peer);
    }

    /** What a failure calls the peer. Who is gone is dialled by the million, each time in vain. */
    String text(PeerId peer) {
        return texts.computeIfAbsent(peer, first -> "peer " + first);
    }

    Optional<PlainPeer> at(Multiaddr address) {
        return Optional.ofNullable(listening.get(address.withoutPeer()));
    }

    Duration latency() {
        return Duration.ofNanos(random.nextLong(LEAST_LATENCY_NANOS, MOST_LATENCY_NANOS));
    }

    long nextLinkId() {
        return ++linkCount;
    }

    /** What both ends of a link take for its handshake hash. */
    static Digest binding(long linkId) {
        return Digest.of(ByteBuffer.allocate(Digest.SIZE_BYTES).putLong(0, linkId).array());
    }

    void carried(long linkId, boolean outbound, String protocol, int headBytes, int bodyBytes) {
        volumes.merge(protocol, new Volume(1, headBytes, bodyBytes), Volume::plus);
        mix(time.nanoTime());
        mix(outbound ? linkId : ~linkId);
        mix((long) headBytes << Integer.SIZE | bodyBytes);
    }

    /** One round of a multiply-and-shift hash: for comparing runs, not for secrets. */
    private void mix(long value) {
        long mixed = (digest ^ value) * 0x9E3779B97F4A7C15L;
        digest = mixed ^ mixed >>> 32;
    }
}
