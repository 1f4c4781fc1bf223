/**
 * Statements that peers sign and others pass on: envelopes, and the record of a peer's addresses.
 *
 * <p>Pure values, no state. May use {@code crypto} and {@code multiformats}. Begin with {@link
 * io.shardmesh.libp2p.record.SignedPeerRecord}.
 */
@NullMarked
package io.shardmesh.libp2p.record;

import org.jspecify.annotations.NullMarked;
