package io.shardmesh.cli;

/** Placeholder. */
public interface Placeholder {}
