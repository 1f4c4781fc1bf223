/** Placeholder. */
@NullMarked
package io.shardmesh.crypto;

import org.jspecify.annotations.NullMarked;
