package io.shardmesh.simulator.invariant;

import io.shardmesh.crypto.Digest;
import io.shardmesh.simulator.SimulatedNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    private final Map<Integer, SimulatedNode> holders = new LinkedHashMap<>();

    Promise(
            Promises.Stored stored,
            boolean inline,
            int neededCount,
            Map<Integer, SimulatedNode> holders) {
        this.objectKey = stored.objectKey();
        this.name = stored.name();
        this.content = stored.content();
        this.readers = stored.readers();
        this.inline = inline;
        this.neededCount = neededCount;
        this.holders.putAll(holders);
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

    /** Who acknowledged which index, and has not lost it since by what no program can help. */
    Map<Integer, SimulatedNode> holders() {
        return holders;
    }

    /** Whether nothing more was lost than the scheme bears. */
    public boolean mustBeReadable() {
        return holders.size() >= neededCount;
    }

    @Override
    public String toString() {
        return "%s (%s, %d bytes, by %s)"
                .formatted(
                        objectKey.toString().substring(0, 16),
                        inline ? "inline" : holders.size() + " shards",
                        content.length,
                        owner().host());
    }
}
