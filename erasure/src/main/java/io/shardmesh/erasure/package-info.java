/**
 * Reed-Solomon erasure coding: k data blocks become k+m blocks, any k of which give back the rest.
 *
 * <p>Depends on the JDK alone and is pure: no threads, files, clock or randomness. Everything here
 * is immutable; the buffers belong to the caller. Read {@link io.shardmesh.erasure.ErasureCode}
 * first; {@link io.shardmesh.erasure.StripeLayout} says how an object is cut into blocks. Field,
 * matrix and layout are fixed in {@code docs/formats/erasure.md}.
 */
@NullMarked
package io.shardmesh.erasure;

import org.jspecify.annotations.NullMarked;
