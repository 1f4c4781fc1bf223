/** Kademlia as a state machine: no sockets, no threads, no clock. */
module io.shardmesh.dht {
    requires static org.jspecify;
    requires transitive io.shardmesh.libp2p;
    requires com.google.protobuf;

    exports io.shardmesh.dht;
    exports io.shardmesh.dht.contact;
    exports io.shardmesh.dht.limits;
    exports io.shardmesh.dht.record;
}
