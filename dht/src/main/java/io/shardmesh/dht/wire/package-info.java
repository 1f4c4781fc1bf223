/**
 * The DHT's messages on the wire (libp2p specs, kad-dht/README.md), read and written by {@link
 * io.shardmesh.dht.wire.DhtCodec}; read that type first.
 *
 * <p>Stateless. May depend on {@code dht.contact}, {@code dht.limits}, {@code libp2p.multiformats}
 * and protobuf-java; the generated classes do not leave this package. Malformed bytes end in {@link
 * io.shardmesh.libp2p.multiformats.MalformedException} and nothing else.
 */
@NullMarked
package io.shardmesh.dht.wire;

import org.jspecify.annotations.NullMarked;
