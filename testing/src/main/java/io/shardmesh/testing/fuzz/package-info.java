/**
 * Throws bytes at every decoder that foreign bytes reach: stored inputs made by our own encoders,
 * changed by a mutator under a seed. Behind {@code scripts/fuzz.sh}.
 *
 * <p>Read {@link io.shardmesh.testing.fuzz.FuzzTarget} first.
 */
@NullMarked
package io.shardmesh.testing.fuzz;

import org.jspecify.annotations.NullMarked;
