/**
 * Store mode from the owner's and the reader's side: a source becomes sealed stripes on their
 * holders ({@link io.shardmesh.node.object.Putter}), and verified blocks become plain bytes again
 * ({@link io.shardmesh.node.object.Getter}).
 *
 * <p>Pure: everything runs on the node's strand, processor work goes through {@code Compute}, time
 * and randomness come from the {@code Environment}. One operation owns its state; nothing is shared
 * between operations.
 */
@NullMarked
package io.shardmesh.node.object;

import org.jspecify.annotations.NullMarked;
