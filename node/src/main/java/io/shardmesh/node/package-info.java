/** Placeholder. */
@NullMarked
package io.shardmesh.node;

import org.jspecify.annotations.NullMarked;
