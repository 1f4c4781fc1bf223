/**
 * BLAKE3 (the paper of 2020, plain hash mode): incremental hashing, and the chaining values and
 * verification paths of aligned blocks in BLAKE3's own tree.
 *
 * <p>Depends on the JDK and on {@link io.shardmesh.crypto.Digest}. The kernel is chosen once, when
 * the class is loaded; kernels hold no state and are shared, hashers belong to one thread.
 *
 * <p>Read {@link io.shardmesh.crypto.blake3.Blake3} first; {@code TreeHasher} is the algorithm.
 */
@NullMarked
package io.shardmesh.crypto.blake3;

import org.jspecify.annotations.NullMarked;
