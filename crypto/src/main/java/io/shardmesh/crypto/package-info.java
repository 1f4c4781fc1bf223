/**
 * Keys, signatures, secrets and small sealed records; the vocabulary that every other module
 * shares.
 *
 * <p>Depends on the JDK and on {@code crypto.internal}, the only place that knows Bouncy Castle.
 * Nothing here has threads, clocks, files or a random generator of its own: randomness comes from
 * the {@link io.shardmesh.crypto.RandomSource} that the caller passes in. Values are immutable;
 * whatever holds a secret is closeable, belongs to whoever made it, and is wiped on close.
 *
 * <p>Read {@link io.shardmesh.crypto.SecretBytes} first, then {@link io.shardmesh.crypto.Keyring}.
 */
@NullMarked
package io.shardmesh.crypto;

import org.jspecify.annotations.NullMarked;
