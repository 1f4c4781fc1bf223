/**
 * Arithmetic in GF(2^8) on whole blocks: an obvious kernel and a fast one behind one interface,
 * {@link io.shardmesh.erasure.kernel.Kernel}, which is the type to read first.
 *
 * <p>Depends on the JDK alone; not exported. Kernels are immutable and hold no state between calls.
 * The fast one is right when it equals the reference.
 */
@NullMarked
package io.shardmesh.erasure.kernel;

import org.jspecify.annotations.NullMarked;
