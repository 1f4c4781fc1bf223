package io.shardmesh.libp2p.swarm;

/** Serves the inbound streams of one protocol. */
@FunctionalInterface
public interface StreamAcceptor {

    /** Gives the handler for a new stream; its {@code opened} is called right after. */
    StreamHandler accept(Stream stream);
}
