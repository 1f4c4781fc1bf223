/**
 * Tests that need more than one module; what they share. Depends on everything, nothing depends on
 * it.
 */
@NullMarked
package io.shardmesh.testing;

import org.jspecify.annotations.NullMarked;
