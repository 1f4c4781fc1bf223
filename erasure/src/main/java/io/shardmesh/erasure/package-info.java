/** Placeholder. */
@NullMarked
package io.shardmesh.erasure;

import org.jspecify.annotations.NullMarked;
