package io.shardmesh.node;

/** Placeholder. */
public interface Placeholder {}
