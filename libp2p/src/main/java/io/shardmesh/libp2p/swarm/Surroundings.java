package io.shardmesh.libp2p.swarm;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.libp2p.yamux.WindowBudget;

/** What every part of a swarm needs from outside. */
record Surroundings(
        SwarmConfig config,
        SigningKey identity,
        Scheduler scheduler,
        RandomSource random,
        WindowBudget windows,
        OutputMemory output,
        Traffic.Counter traffic) {

    PeerId self() {
        return PeerId.of(identity.verifyingKey());
    }

    long nanoTime() {
        return scheduler.nanoTime();
    }
}
