package io.shardmesh.node.repair;

import io.shardmesh.node.record.Manifest;

/**
 * How many parts an object has, and how many of them give it back.
 *
 * @param partCount shards, or copies of an inline object
 * @param neededCount k, or 1
 */
record Shape(int partCount, int neededCount) {
    static Shape of(Manifest manifest) {
        return manifest.inline()
                ? new Shape(manifest.scheme().parity() + 1, 1)
                : new Shape(manifest.scheme().total(), manifest.scheme().data());
    }
}
