/**
 * Arithmetic in GF(2^8) on whole blocks: an obvious kernel, one with tables and one with vectors
 * behind one interface, {@link io.shardmesh.erasure.kernel.Kernel}, which is the type to read
 * first.
 *
 * <p>Depends on the JDK alone, on its incubator only if that is there; not exported. Kernels hold
 * no state between calls, except that {@code WarmingKernel} counts what has passed. The fast ones
 * are right when they equal the reference.
 */
@NullMarked
package io.shardmesh.erasure.kernel;

import org.jspecify.annotations.NullMarked;
