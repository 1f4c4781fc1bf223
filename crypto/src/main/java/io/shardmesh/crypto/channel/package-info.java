/**
 * What a secure channel is made of: X25519 key pairs and ChaCha20-Poly1305 with counter nonces.
 *
 * <p>Knows no protocol; Noise is put together elsewhere. Depends on {@code crypto} and the JDK's
 * ciphers. One sealer or opener belongs to one direction of one channel and one thread.
 *
 * <p>Read {@link io.shardmesh.crypto.channel.X25519KeyPair} first.
 */
@NullMarked
package io.shardmesh.crypto.channel;

import org.jspecify.annotations.NullMarked;
