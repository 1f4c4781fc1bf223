package io.shardmesh.dht;

import io.shardmesh.dht.limits.KeepLimits;
import io.shardmesh.dht.limits.LookupLimits;
import io.shardmesh.dht.limits.ReplyLimits;
import io.shardmesh.dht.limits.RoutingLimits;
import io.shardmesh.dht.limits.Timing;
import io.shardmesh.dht.record.Validators;

/**
 * Settings of one {@link Dht}.
 *
 * @param protocolPrefix in front of "/kad/1.0.0"; it alone keeps one network apart from another
 * @param keepPrivateAddresses whether loopback, link-local and private addresses are stored and
 *     passed on; a network on one machine or one LAN needs them
 * @param routing bounds of the routing table
 * @param lookup bounds of one lookup
 * @param replies what is taken from one reply
 * @param timing waits and intervals
 * @param keep what a server keeps for others
 * @param validators which records there may be
 * @param lookupCount lookups of the owner under way at once; beyond it {@link LookupOutcome.Busy}.
 *     With alpha queries each, 32 keep at most 320 streams open
 * @param pingCount pings under way at once; a further one is left out, its peer is judged later
 */
public record DhtConfig(
        String protocolPrefix,
        boolean keepPrivateAddresses,
        RoutingLimits routing,
        LookupLimits lookup,
        ReplyLimits replies,
        Timing timing,
        KeepLimits keep,
        Validators validators,
        int lookupCount,
        int pingCount) {

    /**
     * Longest message, without its length prefix: 20 closer peers and 20 providers with 8 long
     * addresses each need 84 KiB, and a record 10.
     */
    public static final int MAX_MESSAGE_BYTES = 128 * 1024;

    /** Contents that one peer announces; each costs some 250 bytes of memory. */
    public static final int MAX_CONTENTS = 250_000;

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

    /** Of "/shardmesh/kad/1.0.0". */
    public static DhtConfig standard() {
        return new DhtConfig(
                "/shardmesh",
                true,
                RoutingLimits.standard(),
                LookupLimits.standard(),
                ReplyLimits.standard(),
                Timing.standard(),
                KeepLimits.standard(),
                Validators.standard(),
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
                keepPrivateAddresses,
                routing,
                lookup,
                replies,
                timing,
                keep,
                validators,
                lookupCount,
                pingCount);
    }

    /** The same with other bounds of what is kept. */
    public DhtConfig withKeep(KeepLimits other) {
        return new DhtConfig(
                protocolPrefix,
                keepPrivateAddresses,
                routing,
                lookup,
                replies,
                timing,
                other,
                validators,
                lookupCount,
                pingCount);
    }

    /** The same with other kinds of records. */
    public DhtConfig withValidators(Validators other) {
        return new DhtConfig(
                protocolPrefix,
                keepPrivateAddresses,
                routing,
                lookup,
                replies,
                timing,
                keep,
                other,
                lookupCount,
                pingCount);
    }

    /** The same with other waits. */
    public DhtConfig withTiming(Timing other) {
        return new DhtConfig(
                protocolPrefix,
                keepPrivateAddresses,
                routing,
                lookup,
                replies,
                other,
                keep,
                validators,
                lookupCount,
                pingCount);
    }

    /** The same, keeping or dropping addresses that mean nothing outside one network. */
    public DhtConfig withPrivateAddresses(boolean kept) {
        return new DhtConfig(
                protocolPrefix,
                kept,
                routing,
                lookup,
                replies,
                timing,
                keep,
                validators,
                lookupCount,
                pingCount);
    }
}
