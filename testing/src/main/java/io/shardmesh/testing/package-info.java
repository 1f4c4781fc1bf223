/** Placeholder. */
@NullMarked
package io.shardmesh.testing;

import org.jspecify.annotations.NullMarked;
