package io.shardmesh.dht;

/** Placeholder. */
public interface Placeholder {}
