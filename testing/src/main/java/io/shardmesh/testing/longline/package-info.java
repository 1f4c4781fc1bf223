/**
 * A long line on one machine: {@code scripts/long-line.sh} puts a client into a network namespace
 * of its own, whose only way out is a relay that delays and limits. Start at {@link
 * io.shardmesh.testing.longline.LongLineMain}.
 */
@NullMarked
package io.shardmesh.testing.longline;

import org.jspecify.annotations.NullMarked;
