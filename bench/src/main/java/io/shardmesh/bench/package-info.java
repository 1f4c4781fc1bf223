/** Placeholder. */
@NullMarked
package io.shardmesh.bench;

import org.jspecify.annotations.NullMarked;
