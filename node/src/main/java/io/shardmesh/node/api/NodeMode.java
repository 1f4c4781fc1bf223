package io.shardmesh.node.api;

/** How a node takes part. */
public enum NodeMode {
    /** No network at all: the catalog, the list and the founding of a mesh. */
    OFFLINE,
    /** For one command: dials members, holds nothing, listens nowhere, is never advertised. */
    EMBEDDED,
    /** Runs until it is stopped; holds shards when its role on the list says so. */
    SERVICE,
    /** A service that others join by; holds shards only with a storage limit given. */
    BOOTSTRAP
}
