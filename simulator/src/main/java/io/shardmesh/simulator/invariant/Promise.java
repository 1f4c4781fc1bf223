package io.shardmesh.simulator.invariant;

import io.shardmesh.crypto.Digest;
import io.shardmesh.simulator.SimulatedNode;
import java.util.List;

/**
 * A put that was acknowledged: what came of it must be readable while enough of what was
 * acknowledged is intact.
 */
public final class Promise {
    private final Digest objectKey;
    private final String name;
    private final byte[] content;
    private final List<SimulatedNode> readers;
    private final boolean inline;
    private final int neededCount;
    private final int partCount;
    private final Holdings holdings;

    Promise(
            Promises.Stored stored,
            boolean inline,
            int neededCount,
            int partCount,
            Holdings holdings) {
        this.objectKey = stored.objectKey();
        this.name = stored.name();
        this.content = stored.content();
        this.readers = stored.readers();
        this.inline = inline;
        this.neededCount = neededCount;
        this.partCount = partCount;
        this.holdings = holdings;
    }

    /** The address. */
    public Digest objectKey() {
        return objectKey;
    }

    /** Under which its owner put it. */
    public String name() {
        return name;
    }

    /** What a get must give; not to be changed. */
    public byte[] content() {
        return content;
    }

    /** Who can open it, the owner first. */
    public List<SimulatedNode> readers() {
        return readers;
    }

    /** Who put it. */
    public SimulatedNode owner() {
        return readers.getFirst();
    }

    boolean inline() {
        return inline;
    }

    int neededCount() {
        return neededCount;
    }

    /** Shards, or copies, that there are when all is well. */
    int partCount() {
        return partCount;
    }

    /** Who acknowledged which index, and has not lost it since by what no program can help. */
    Holdings holdings() {
        return holdings;
    }

    /** Whether nothing more was lost than the scheme bears. */
    public boolean mustBeReadable() {
        return holdings.wholeCount() >= neededCount;
    }

    @Override
    public String toString() {
        return "%s (%s, %d bytes, by %s)"
                .formatted(
                        objectKey.toString().substring(0, 16),
                        (inline ? "inline, %d copies" : "%d shards")
                                .formatted(holdings.wholeCount()),
                        content.length,
                        owner().host());
    }
}
