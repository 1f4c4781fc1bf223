/**
 * The self-describing values of libp2p: varints, peer ids, public key messages and addresses.
 *
 * <p>All types are immutable values without state of their own; nothing here does I/O. Depends on
 * {@code crypto} alone. Bytes from other machines enter through {@code decode} and {@code read}
 * methods, which bound them and throw {@link MalformedException} and nothing else. Read {@link
 * PeerId} first, then {@link Multiaddr}.
 */
@NullMarked
package io.shardmesh.libp2p.multiformats;

import org.jspecify.annotations.NullMarked;
