/** Placeholder. */
@NullMarked
package io.shardmesh.simulator;

import org.jspecify.annotations.NullMarked;
