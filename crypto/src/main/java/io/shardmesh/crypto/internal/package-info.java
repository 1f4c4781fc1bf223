/**
 * Primitives on plain byte arrays: the curves and Argon2id of Bouncy Castle, AES-GCM of the JDK.
 *
 * <p>Not exported. The only package that imports Bouncy Castle. Depends on nothing else of ours and
 * keeps no state; every method may be called from any thread.
 */
@NullMarked
package io.shardmesh.crypto.internal;

import org.jspecify.annotations.NullMarked;
