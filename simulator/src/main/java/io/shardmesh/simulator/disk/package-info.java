/**
 * A disk that behaves as badly as a real one may: what was not synced can be lost, torn or
 * reordered when the power fails.
 *
 * <p>May depend on {@code node.io} and on the scheduler of {@code libp2p.transport}. A disk belongs
 * to the strand of its scheduler. Read {@link io.shardmesh.simulator.disk.SimulatedDisk} first.
 */
@NullMarked
package io.shardmesh.simulator.disk;

import org.jspecify.annotations.NullMarked;
