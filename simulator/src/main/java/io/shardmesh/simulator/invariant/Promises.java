package io.shardmesh.simulator.invariant;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.catalog.CatalogEntry;
import io.shardmesh.node.catalog.Operation;
import io.shardmesh.simulator.SimulatedNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** All that was acknowledged so far, and who has acknowledged which part of it. */
public final class Promises {
    private final Findings findings;
    private final Function<PeerId, Optional<SimulatedNode>> nodeOf;
    private final Map<Digest, Promise> promises = new LinkedHashMap<>();

    /**
     * What the putter knows.
     *
     * @param readers who can open it, the owner first
     */
    @SuppressWarnings("ArrayRecordComponent") // Only handed over.
    public record Stored(
            Digest objectKey, String name, byte[] content, List<SimulatedNode> readers) {}

    /**
     * Nothing promised yet.
     *
     * @param nodeOf who has that peer id; empty for a machine that is in the mesh no more
     */
    public Promises(Findings findings, Function<PeerId, Optional<SimulatedNode>> nodeOf) {
        this.findings = findings;
        this.nodeOf = nodeOf;
    }

    /**
     * From now on this object must be there. Reads in the owner's catalog who has acknowledged it.
     *
     * @return completes when that is known
     */
    public CompletableFuture<Void> acknowledged(Stored stored) {
        SimulatedNode owner = stored.readers().getFirst();
        return owner.catalog()
                .findByKey(stored.objectKey())
                .thenAccept(entry ->
                        entry.ifPresentOrElse(
                                known -> add(stored, known),
                                () ->
                                        findings.broken(
                                                "acknowledged and not in the catalog: "
                                                        + stored.name(),
                                                List.of(owner.host()))));
    }

    private void add(Stored stored, CatalogEntry entry) {
        Operation.Shards shards = entry.put().shards();
        Map<Integer, SimulatedNode> holders = new LinkedHashMap<>();
        for (Operation.Holder holder : shards.holders()) {
            nodeOf.apply(holder.peer()).ifPresent(node -> holders.put(holder.index(), node));
        }
        int needed = shards.inline() ? 1 : shards.scheme().data();
        promises.put(stored.objectKey(), new Promise(stored, shards.inline(), needed, holders));
    }

    /** All of them, the oldest first. */
    public List<Promise> all() {
        return List.copyOf(promises.values());
    }

    /** How many there are. */
    public int count() {
        return promises.size();
    }

    /** Any of them. */
    public Optional<Promise> any(java.util.random.RandomGenerator random) {
        return promises.isEmpty()
                ? Optional.empty()
                : Optional.of(all().get(random.nextInt(promises.size())));
    }

    /** Nobody has to have it any longer: its owner has deleted it, or its lease has ended. */
    public void withdrawn(Digest objectKey) {
        promises.remove(objectKey);
    }

    /** A machine left the mesh; what it kept is gone, and what it put is nobody's any more. */
    public void left(SimulatedNode node) {
        promises.values().removeIf(promise -> promise.owner() == node);
        promises.values().forEach(promise -> promise.holders().values().remove(node));
    }

    /**
     * A file of the store was changed from outside. The shard or copies in it count no longer; what
     * is in a file of chaining values can be made again.
     */
    public void damaged(SimulatedNode node, String path) {
        for (Promise promise : promises.values()) {
            promise.holders()
                    .entrySet()
                    .removeIf(
                            held -> held.getValue() == node && isIn(promise, held.getKey(), path));
        }
    }

    private static boolean isIn(Promise promise, int index, String path) {
        if (promise.inline()) {
            return path.startsWith("packs/"); // Which of the copies in it, nobody needs to know.
        }
        String name = "/" + promise.objectKey() + "." + index + ".";
        return path.contains(name) && !path.endsWith(".cvs");
    }

    /** What this machine has acknowledged and must have. */
    List<Kept> keptAt(SimulatedNode node) {
        List<Kept> kept = new ArrayList<>();
        for (Promise promise : promises.values()) {
            promise.holders()
                    .forEach((index, holder) -> {
                        if (holder == node) {
                            kept.add(new Kept(promise, index));
                        }
                    });
        }
        return kept;
    }

    /** A shard, or a copy. */
    record Kept(Promise promise, int index) {}
}
