/**
 * The secure channel of libp2p: Noise XX on Curve25519 with ChaCha20-Poly1305 and SHA-256.
 *
 * <p>Pure state machines: bytes in, bytes out, randomness from a source passed in. Depends on
 * crypto for all ciphers and on the multiformats package. A {@link NoiseHandshake} and the {@link
 * NoiseSession} that it ends in belong to the owner of their connection. Read {@link
 * NoiseHandshake} first.
 */
@NullMarked
package io.shardmesh.libp2p.noise;

import org.jspecify.annotations.NullMarked;
