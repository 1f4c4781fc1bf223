package io.shardmesh.libp2p.swarm;

/**
 * What all that comes in from one address may cost us; for IPv6 one address is a network of 64
 * bits, since whoever has one address of it has all. They bind strangers: a protected peer is known
 * by its handshake only, so it passes the count of established connections and not the others.
 *
 * @param establishedCount connections that are up; many homes may share one machine or one router
 * @param pendingCount handshakes under way; a part of the count for all, so that one address cannot
 *     hold every place
 * @param perSecond new connections in the long run; each costs us a handshake, some milliseconds of
 *     processor time. As many as {@code establishedCount} may come at once after a quiet time
 */
public record AddressLimits(int establishedCount, int pendingCount, int perSecond) {

    /** Room for a mesh of 50 homes on one machine that start at once. */
    public static AddressLimits defaults() {
        return new AddressLimits(64, 32, 10);
    }

    /** Checks the ranges. */
    public AddressLimits {
        if (establishedCount < 1 || pendingCount < 1 || perSecond < 1) {
            throw new IllegalArgumentException("an address needs room for one connection");
        }
    }
}
