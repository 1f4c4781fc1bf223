/**
 * multistream-select 1.0: two sides agree on a protocol for a connection or stream.
 *
 * <p>Pure state machines: bytes in, bytes out; each {@link Negotiation} is owned by whoever owns
 * its stream. Depends on the multiformats package alone. Read {@link Negotiation} first.
 */
@NullMarked
package io.shardmesh.libp2p.negotiate;

import org.jspecify.annotations.NullMarked;
