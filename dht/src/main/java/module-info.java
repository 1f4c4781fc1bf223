/** Kademlia as a state machine. */
module io.shardmesh.dht {
    requires static org.jspecify;
    requires transitive io.shardmesh.libp2p;
    requires com.google.protobuf;

    exports io.shardmesh.dht;
}
