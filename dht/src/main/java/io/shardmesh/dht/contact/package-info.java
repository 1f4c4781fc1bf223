/**
 * The words that all of the DHT speaks: a key, its position, the distance between positions, and a
 * contact (a peer with addresses).
 *
 * <p>Immutable values without state or owner. May depend on {@code crypto} (SHA-256) and on {@code
 * libp2p.multiformats}. Read {@link io.shardmesh.dht.contact.Key} first.
 */
@NullMarked
package io.shardmesh.dht.contact;

import org.jspecify.annotations.NullMarked;
