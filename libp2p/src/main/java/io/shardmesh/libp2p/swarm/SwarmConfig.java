package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.transport.ByteRates;
import io.shardmesh.libp2p.yamux.YamuxConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** All numbers of a swarm: every wait, queue and count has its bound here. */
public record SwarmConfig(
        Dialling dialling,
        ConnectionLimits connections,
        StreamLimits streams,
        KeepAlive keepAlive,
        Identification identification) {

    /** The defaults, for a node with the given agent version, such as {@code program/1.2.3}. */
    public static SwarmConfig of(
            String agentVersion, Supplier<List<String>> interfaceAddresses, InstantSource clock) {
        return new SwarmConfig(
                Dialling.defaults(),
                ConnectionLimits.defaults(),
                StreamLimits.defaults(),
                KeepAlive.defaults(),
                Identification.of(agentVersion, interfaceAddresses, clock));
    }

    public SwarmConfig with(Dialling changed) {
        return new SwarmConfig(changed, connections, streams, keepAlive, identification);
    }

    public SwarmConfig with(ConnectionLimits changed) {
        return new SwarmConfig(dialling, changed, streams, keepAlive, identification);
    }

    public SwarmConfig with(StreamLimits changed) {
        return new SwarmConfig(dialling, connections, changed, keepAlive, identification);
    }

    public SwarmConfig with(KeepAlive changed) {
        return new SwarmConfig(dialling, connections, streams, changed, identification);
    }

    /**
     * How peers are dialled.
     *
     * @param overall from the wish to the usable connection; a person waits no longer gladly
     * @param perAddress for one address with its upgrade: a dead host must leave time for the next
     * @param stagger how long one address may keep the next one waiting
     * @param concurrentCount peers dialled at once; each costs a socket and a handshake
     * @param queuedCount peers that wait for a turn; more would only time out in the queue
     * @param firstBackoff how long an address is left alone after its first failure; then it
     *     doubles
     * @param longestBackoff the longest that it is left alone, so that a peer that is back is found
     * @param addressLife how long an address is remembered without news of it
     */
    public record Dialling(
            Duration overall,
            Duration perAddress,
            Duration stagger,
            int concurrentCount,
            int queuedCount,
            Duration firstBackoff,
            Duration longestBackoff,
            Duration addressLife) {

        public static Dialling defaults() {
            return new Dialling(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(250),
                    16,
                    512,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(60),
                    Duration.ofHours(1));
        }
    }

    /**
     * How many connections there may be.
     *
     * @param totalCount connections in all; each may hold some 100 KiB and costs an open file. A
     *     program whose peers all connect to each other sets it above their number
     * @param pendingInboundCount inbound ones before their handshake ended: they cost a stranger
     *     nothing, so they are few; over it those of the address with the most give way
     * @param perPeerCount to one peer; two come from simultaneous dials, more are of no use
     * @param perAddress inbound ones from one IP address
     * @param inboundUpgrade from accept to usable; peers allow ten seconds too
     * @param idle how long a connection without streams lives; longer than identify needs, and
     *     short enough that lookups do not pile up connections
     * @param duplicateIdle the same for a second connection to a peer
     * @param streamIdle how long an inbound stream of an unprotected peer may be silent: else an
     *     open stream would keep its connection for ever; js-libp2p has the same time
     */
    public record ConnectionLimits(
            int totalCount,
            int pendingInboundCount,
            int perPeerCount,
            AddressLimits perAddress,
            Duration inboundUpgrade,
            Duration idle,
            Duration duplicateIdle,
            Duration streamIdle) {

        /** The same for another number of connections in all. */
        public ConnectionLimits withTotal(int changed) {
            return withCounts(changed, pendingInboundCount, perAddress);
        }

        /** The same for other counts of connections. */
        public ConnectionLimits withCounts(int total, int pendingInbound, AddressLimits address) {
            return new ConnectionLimits(
                    total,
                    pendingInbound,
                    perPeerCount,
                    address,
                    inboundUpgrade,
                    idle,
                    duplicateIdle,
                    streamIdle);
        }

        public static ConnectionLimits defaults() {
            return new ConnectionLimits(
                    512,
                    128,
                    4,
                    AddressLimits.defaults(),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(120));
        }
    }

    /**
     * How many streams there may be and how much they may queue.
     *
     * @param inboundCount inbound streams of one connection; each may hold a window of 256 KiB
     * @param outboundCount outbound streams of one connection; peers take 256 unacknowledged ones
     * @param perProtocolCount inbound streams of one protocol on one connection; as js-libp2p has
     *     it
     * @param negotiation from opening a stream to the agreed protocol; peers allow ten seconds too
     * @param unsentHighBytes above this the connection takes nothing more from its streams, so that
     *     a slow peer's data waits with whoever produced it
     * @param quantumBytes what goes out before the connection is looked at again
     * @param windows what receive windows may grow to
     */
    public record StreamLimits(
            int inboundCount,
            int outboundCount,
            int perProtocolCount,
            Duration negotiation,
            int unsentHighBytes,
            int quantumBytes,
            Windows windows) {
        private static final int MIN_QUEUED_BYTES = 16 * 1024;

        public static StreamLimits defaults() {
            return new StreamLimits(
                    256,
                    256,
                    32,
                    Duration.ofSeconds(10),
                    512 * 1024,
                    64 * 1024,
                    Windows.defaults());
        }

        /**
         * The same for a node whose traffic is capped: what queues before the cap is short, so that
         * answers and pings do not wait long behind data.
         */
        public StreamLimits cappedTo(ByteRates rates) {
            int queued = rates.upPerSecond().stream().mapToInt(this::queuedBytes).sum();
            boolean capped = queued > 0;
            return new StreamLimits(
                    inboundCount,
                    outboundCount,
                    perProtocolCount,
                    negotiation,
                    capped ? queued : unsentHighBytes,
                    capped ? Math.min(queued, quantumBytes) : quantumBytes,
                    windows.cappedTo(rates));
        }

        /** A hundredth of a second's worth, at least one frame. */
        private int queuedBytes(long perSecond) {
            return Math.clamp(perSecond / 100, MIN_QUEUED_BYTES, unsentHighBytes);
        }

        YamuxConfig yamux() {
            YamuxConfig usual = YamuxConfig.DEFAULT;
            return new YamuxConfig(
                    usual.receiveWindowBytes(),
                    windows.streamBytes(),
                    usual.unsentBytes(),
                    usual.frameBytes(),
                    inboundCount,
                    usual.unconsumedBytes());
        }
    }

    /**
     * What receive windows may grow to, on long lines whose consumers keep pace. All that a window
     * grows is asked for before and given back when its stream ends.
     *
     * @param streamBytes the largest window of one stream
     * @param connectionBytes what all windows of one connection grow together, so that one peer
     *     does not use up what there is for all
     * @param nodeBytes what all windows of the node grow together: the heap that fast peers can
     *     fill when the disk stalls
     */
    public record Windows(int streamBytes, long connectionBytes, long nodeBytes) {

        public static Windows defaults() {
            return new Windows(8 << 20, 16L << 20, 32L << 20);
        }

        /** A fifth of a second's worth: more would only queue on its way to us. */
        Windows cappedTo(ByteRates rates) {
            if (rates.downPerSecond().isEmpty()) {
                return this;
            }
            long fifth = rates.downPerSecond().getAsLong() / 5;
            int stream = Math.clamp(fifth, YamuxConfig.INITIAL_WINDOW_BYTES, streamBytes);
            return new Windows(stream, Math.min(connectionBytes, 2L * stream), nodeBytes);
        }
    }

    /**
     * How dead connections are found.
     *
     * @param interval silence after which a ping goes out
     * @param dead silence after the ping after which the connection is given up
     * @param pingTimeout how long {@link Swarm#ping} waits
     */
    public record KeepAlive(Duration interval, Duration dead, Duration pingTimeout) {

        public static KeepAlive defaults() {
            return new KeepAlive(
                    Duration.ofSeconds(15), Duration.ofSeconds(20), Duration.ofSeconds(10));
        }
    }

    /**
     * What identify says of us.
     *
     * @param agentVersion program and version
     * @param protocolVersion the network's name and version, for people
     * @param timeout how long the other side may take to say who it is; js-libp2p allows 5 s
     * @param interfaceAddresses the machine's IP addresses, which stand for 0.0.0.0 and ::
     * @param clock wall-clock time, which tells our newer records from our older ones
     */
    public record Identification(
            String agentVersion,
            String protocolVersion,
            Duration timeout,
            Supplier<List<String>> interfaceAddresses,
            InstantSource clock) {

        public static Identification of(
                String agentVersion,
                Supplier<List<String>> interfaceAddresses,
                InstantSource clock) {
            return new Identification(
                    agentVersion, "shardmesh/1", Duration.ofSeconds(10), interfaceAddresses, clock);
        }
    }
}
