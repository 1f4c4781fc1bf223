package io.shardmesh.erasure;

/** Placeholder. */
public interface Placeholder {}
