/** Placeholder. */
@NullMarked
package io.shardmesh.dht;

import org.jspecify.annotations.NullMarked;
