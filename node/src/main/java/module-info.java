/**
 * The storage node. Users see {@code node} and {@code node.api}; the simulator also sees {@code
 * node.runtime}.
 */
module io.shardmesh.node {
    requires static transitive org.jspecify;
    requires transitive io.shardmesh.crypto;
    requires transitive io.shardmesh.erasure;
    requires transitive io.shardmesh.libp2p;
    requires io.shardmesh.dht;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.toml;
    requires com.google.protobuf;
    requires io.vertx.core;
    requires java.logging;
    requires java.sql;
    requires org.xerial.sqlitejdbc;

    exports io.shardmesh.node;
    exports io.shardmesh.node.api;
    exports io.shardmesh.node.benchmark;
    exports io.shardmesh.node.bundle;
    exports io.shardmesh.node.config;
    exports io.shardmesh.node.control;
    exports io.shardmesh.node.file;
    exports io.shardmesh.node.home;
    exports io.shardmesh.node.record;
    exports io.shardmesh.node.io to
            io.shardmesh.cli;
}
