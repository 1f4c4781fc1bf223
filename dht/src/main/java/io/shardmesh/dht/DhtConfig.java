package io.shardmesh.dht;

import io.shardmesh.dht.limits.LookupLimits;
import io.shardmesh.dht.limits.ReplyLimits;
import io.shardmesh.dht.limits.RoutingLimits;
import io.shardmesh.dht.limits.Timing;

/**
 * Settings of one {@link Dht}.
 *
 * @param protocolPrefix in front of "/kad/1.0.0"; it alone keeps one network apart from another
 * @param mode at the start; {@link DhtEvent.ModeChanged} changes it
 * @param keepPrivateAddresses whether loopback, link-local and private addresses are stored and
 *     passed on; a network on one machine or one LAN needs them
 * @param routing bounds of the routing table
 * @param lookup bounds of one lookup
 * @param replies what is taken from one reply
 * @param timing waits and intervals
 * @param lookupCount lookups of the owner under way at once; beyond it {@link LookupOutcome.Busy}.
 *     With alpha queries each, 32 keep at most 320 streams open
 * @param pingCount pings under way at once; a further one is left out, its peer is judged later
 */
public record DhtConfig(
        String protocolPrefix,
        DhtMode mode,
        boolean keepPrivateAddresses,
        RoutingLimits routing,
        LookupLimits lookup,
        ReplyLimits replies,
        Timing timing,
        int lookupCount,
        int pingCount) {

    /** Longest message, without its length prefix: 20 peers with 8 long addresses need 42 KiB. */
    public static final int MAX_MESSAGE_BYTES = 64 * 1024;

    /** Peers on the list of trusted ones; far above any mesh that people keep by hand. */
    public static final int MAX_TRUSTED_PEERS = 10_000;

    /** Bootstrap addresses; more than anyone writes into a configuration. */
    public static final int MAX_BOOTSTRAP_ADDRESSES = 64;

    /** Checks the bounds that are not checked by their own types. */
    public DhtConfig {
        if (!protocolPrefix.startsWith("/") || protocolPrefix.endsWith("/")) {
            throw new IllegalArgumentException("protocol prefix must look like /name");
        }
        if (lookupCount < 1 || pingCount < 1) {
            throw new IllegalArgumentException("counts must be positive");
        }
    }

    /** A server of "/shardmesh/kad/1.0.0". */
    public static DhtConfig standard() {
        return new DhtConfig(
                "/shardmesh",
                DhtMode.SERVER,
                true,
                RoutingLimits.standard(),
                LookupLimits.standard(),
                ReplyLimits.standard(),
                Timing.standard(),
                32,
                64);
    }

    /** The protocol id, as it is negotiated and listed in identify. */
    public String protocol() {
        return protocolPrefix + "/kad/1.0.0";
    }

    /** The same in another network: "/ipfs" gives "/ipfs/kad/1.0.0". */
    public DhtConfig withProtocolPrefix(String prefix) {
        return new DhtConfig(
                prefix,
                mode,
                keepPrivateAddresses,
                routing,
                lookup,
                replies,
                timing,
                lookupCount,
                pingCount);
    }

    /** The same in another mode. */
    public DhtConfig withMode(DhtMode other) {
        return new DhtConfig(
                protocolPrefix,
                other,
                keepPrivateAddresses,
                routing,
                lookup,
                replies,
                timing,
                lookupCount,
                pingCount);
    }

    /** The same with other waits. */
    public DhtConfig withTiming(Timing other) {
        return new DhtConfig(
                protocolPrefix,
                mode,
                keepPrivateAddresses,
                routing,
                lookup,
                replies,
                other,
                lookupCount,
                pingCount);
    }

    /** The same, keeping or dropping addresses that mean nothing outside one network. */
    public DhtConfig withPrivateAddresses(boolean keep) {
        return new DhtConfig(
                protocolPrefix,
                mode,
                keep,
                routing,
                lookup,
                replies,
                timing,
                lookupCount,
                pingCount);
    }
}
