package io.shardmesh.node.api;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.ByteRates;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How to start a node in this process.
 *
 * @param mode how it takes part
 * @param bind address to listen on, of services; loopback by default
 * @param port to listen on; empty or 0 means the one kept in the home, or a free one
 * @param bootstrap addresses to try first, in order, ending in a peer id or not
 * @param storageBytes how much it may hold for others; empty means no limit of its own for a
 *     service, and nothing for a bootstrap node
 * @param reserveFreeBytes how much of the disk it leaves free; empty means the smaller of 1 GiB and
 *     5 % of the disk
 * @param connections how many connections it takes
 * @param files how it reaches the files of the shards that it holds
 * @param rates what all its connections together may send and receive
 * @param repairGrace how long another holder may be away before its shards are made again
 * @param cacheBytes how many bytes of sealed blocks it keeps in memory for later gets; 0 for none
 * @param keys what the owner has unlocked; without them there is no put, no catalog and no list
 *     signing
 */
public record NodeOptions(
        NodeMode mode,
        String bind,
        OptionalInt port,
        List<Multiaddr> bootstrap,
        OptionalLong storageBytes,
        OptionalLong reserveFreeBytes,
        ConnectionOptions connections,
        FilesBackend files,
        ByteRates rates,
        Duration repairGrace,
        long cacheBytes,
        Optional<NodeKeys> keys) {
    /** Sixteen blocks of usual size: what a reader of ranges and its read-ahead need. */
    public static final long DEFAULT_CACHE_BYTES = 16L << 20;

    /** A night and a morning: machines that are off over night come back with what they had. */
    public static final Duration DEFAULT_REPAIR_GRACE = Duration.ofHours(12);

    /** Where a node listens until the user says otherwise. */
    public static final String DEFAULT_BIND = "127.0.0.1";

    /** Takes a copy of the list. */
    public NodeOptions {
        bootstrap = List.copyOf(bootstrap);
    }

    /** Returns the options of a node without network. */
    public static NodeOptions offline(Optional<NodeKeys> keys) {
        return of(NodeMode.OFFLINE, List.of(), keys);
    }

    /** Returns the options of a node for one command. */
    public static NodeOptions embedded(List<Multiaddr> bootstrap, Optional<NodeKeys> keys) {
        return of(NodeMode.EMBEDDED, bootstrap, keys);
    }

    /** Returns the options of a service that has been told nothing special. */
    public static NodeOptions service(NodeKeys keys) {
        return of(NodeMode.SERVICE, List.of(), Optional.of(keys));
    }

    /** Returns the same with other caps. */
    public NodeOptions withRates(ByteRates changed) {
        return new NodeOptions(
                mode,
                bind,
                port,
                bootstrap,
                storageBytes,
                reserveFreeBytes,
                connections,
                files,
                changed,
                repairGrace,
                cacheBytes,
                keys);
    }

    private static NodeOptions of(
            NodeMode mode, List<Multiaddr> bootstrap, Optional<NodeKeys> keys) {
        return new NodeOptions(
                mode,
                DEFAULT_BIND,
                OptionalInt.empty(),
                bootstrap,
                OptionalLong.empty(),
                OptionalLong.empty(),
                ConnectionOptions.defaults(),
                FilesBackend.AUTO,
                ByteRates.unlimited(),
                DEFAULT_REPAIR_GRACE,
                DEFAULT_CACHE_BYTES,
                keys);
    }
}
