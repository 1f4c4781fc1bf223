/** Placeholder. */
@NullMarked
package io.shardmesh.cli;

import org.jspecify.annotations.NullMarked;
