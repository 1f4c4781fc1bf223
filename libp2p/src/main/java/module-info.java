/** libp2p for the JVM, byte for byte on the wire; knows nothing of shards. */
module io.shardmesh.libp2p {
    requires static org.jspecify;
    requires transitive io.shardmesh.crypto;
    requires com.google.protobuf;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires transitive io.vertx.core;

    exports io.shardmesh.libp2p.multiformats;
    exports io.shardmesh.libp2p.negotiate;
    exports io.shardmesh.libp2p.noise;
    exports io.shardmesh.libp2p.perf;
    exports io.shardmesh.libp2p.record;
    exports io.shardmesh.libp2p.swarm;
    exports io.shardmesh.libp2p.transport;
    exports io.shardmesh.libp2p.transport.capped;
    exports io.shardmesh.libp2p.transport.memory;
    exports io.shardmesh.libp2p.transport.vertx;
    exports io.shardmesh.libp2p.yamux;
}
