/** Placeholder. */
@NullMarked
package io.shardmesh.libp2p;

import org.jspecify.annotations.NullMarked;
