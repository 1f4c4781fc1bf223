package io.shardmesh.crypto;

/** Placeholder. */
public interface Placeholder {}
