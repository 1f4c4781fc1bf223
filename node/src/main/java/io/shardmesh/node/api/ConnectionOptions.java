package io.shardmesh.node.api;

/**
 * How many connections a node takes. All but the first count are about strangers: members are known
 * by their handshake and keep their place.
 *
 * @param count how many it keeps at most; each costs an open file and some 100 KiB
 * @param perAddressCount how many inbound ones from one IP address (IPv6: from one network of 64
 *     bits); so many may also come at once
 * @param perAddressRate how many new ones a second from one IP address in the long run; each costs
 *     a handshake
 * @param handshakeCount how many inbound handshakes may be under way; a quarter of them from one
 *     address
 */
public record ConnectionOptions(
        int count, int perAddressCount, int perAddressRate, int handshakeCount) {
    /** Room for every member of the largest mesh, and for strangers that look something up. */
    public static final int DEFAULT_COUNT = 1_280;

    /** Many homes may share one machine or one router. */
    public static final int DEFAULT_PER_ADDRESS_COUNT = 64;

    /** A hundredth of a core spent on the handshakes of one address. */
    public static final int DEFAULT_PER_ADDRESS_RATE = 10;

    /** They cost a stranger nothing, so they are few. */
    public static final int DEFAULT_HANDSHAKE_COUNT = 128;

    /** What holds until the user says otherwise. */
    public static ConnectionOptions defaults() {
        return new ConnectionOptions(
                DEFAULT_COUNT,
                DEFAULT_PER_ADDRESS_COUNT,
                DEFAULT_PER_ADDRESS_RATE,
                DEFAULT_HANDSHAKE_COUNT);
    }

    /** Returns how many handshakes one address may have under way. */
    public int handshakesPerAddress() {
        return Math.max(1, handshakeCount / 4);
    }
}
