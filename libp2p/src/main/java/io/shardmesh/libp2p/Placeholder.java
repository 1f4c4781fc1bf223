package io.shardmesh.libp2p;

/** Placeholder. */
public interface Placeholder {}
