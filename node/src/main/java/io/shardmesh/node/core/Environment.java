package io.shardmesh.node.core;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.libp2p.transport.Scheduler;
import java.time.InstantSource;

/**
 * All that pure code may know of the world besides its network and its files.
 *
 * @param strand the one thread of control that owns the node's state; also its timers and its
 *     monotonic time
 * @param clock wall-clock time, for what is written into records; never for waiting
 * @param random the only source of randomness
 * @param compute where processor work goes
 * @param journal where the operator reads
 */
public record Environment(
        Scheduler strand,
        InstantSource clock,
        RandomSource random,
        Compute compute,
        Journal journal) {}
