package io.shardmesh.simulator.invariant;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.catalog.CatalogEntry;
import io.shardmesh.node.catalog.Operation;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.simulator.SimulatedNode;
import io.shardmesh.simulator.StoreWitness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** All that was acknowledged so far, and who has acknowledged which part of it. */
public final class Promises implements StoreWitness {
    private final Findings findings;
    private final Function<PeerId, Optional<SimulatedNode>> nodeOf;
    private final Map<Digest, Promise> promises = new LinkedHashMap<>();
    private final Map<Digest, Holdings> holdings = new LinkedHashMap<>();
    private final Deletions deletions = new Deletions();

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
        Holdings held = holdingsOf(stored.objectKey());
        for (Operation.Holder holder : shards.holders()) {
            nodeOf.apply(holder.peer()).ifPresent(node -> believe(stored, held, holder, node));
        }
        int parity = shards.scheme().parity();
        promises.put(
                stored.objectKey(),
                new Promise(
                        stored,
                        shards.inline(),
                        shards.inline() ? 1 : shards.scheme().data(),
                        shards.inline() ? parity + 1 : shards.scheme().data() + parity,
                        held));
    }

    private void believe(
            Stored stored, Holdings held, Operation.Holder holder, SimulatedNode node) {
        int index = holder.index();
        if (!held.wasStored(index, node) || held.isDropped(index, node)) {
            findings.broken(
                    "%s acknowledged index %d of %s, and %s"
                            .formatted(
                                    node.host(),
                                    index,
                                    stored.name(),
                                    held.isDropped(index, node)
                                            ? "gave it up before"
                                            : "its store has never had it"),
                    List.of(node.host()));
        }
    }

    private Holdings holdingsOf(Digest objectKey) {
        return holdings.computeIfAbsent(objectKey, fresh -> new Holdings());
    }

    @Override
    public void committed(SimulatedNode node, ShardName name) {
        holdingsOf(name.objectKey()).committed(name.index(), node);
    }

    /** What is in the store of a process that has just started. */
    void found(SimulatedNode node, ShardName name) {
        holdingsOf(name.objectKey()).found(name.index(), node);
    }

    /** Only what another has may be given up, once it was promised. */
    @Override
    public void removing(SimulatedNode node, ShardName name, boolean ended) {
        if (ended) {
            withdrawn(name.objectKey());
        }
        Holdings held = holdingsOf(name.objectKey());
        boolean mustKeep = held.isWhole(name.index(), node);
        if (held.othersHave(name.index(), node)) {
            held.released(name.index(), node);
            return;
        }
        held.dropped(name.index(), node);
        Promise promise = promises.get(name.objectKey());
        if (promise != null && mustKeep) {
            findings.broken(
                    "%s gives up index %d of %s, which nobody else has"
                            .formatted(node.host(), name.index(), promise),
                    List.of(node.host(), promise.owner().host()));
        }
    }

    @Override
    public void burying(SimulatedNode node, Digest objectKey) {
        Promise promise = promises.get(objectKey);
        if (promise != null) {
            findings.broken(
                    "%s drops %s, which its owner has not deleted".formatted(node.host(), promise),
                    List.of(node.host(), promise.owner().host()));
        }
    }

    @Override
    public void buried(SimulatedNode node, Digest objectKey) {
        deletions.buried(node, objectKey);
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

    /** Nobody has to have it any longer: its owner deletes it, or its lease has ended. */
    public void withdrawn(Digest objectKey) {
        promises.remove(objectKey);
    }

    /** What was deleted. */
    public Deletions deletions() {
        return deletions;
    }

    /** A machine left the mesh; what it kept is gone, and what it put is nobody's any more. */
    public void left(SimulatedNode node) {
        promises.values().removeIf(promise -> promise.owner() == node);
        holdings.values().forEach(held -> held.left(node));
        deletions.left(node);
    }

    /**
     * A file of the store was changed from outside. The shard or copies in it count no longer; what
     * is in a file of chaining values can be made again.
     */
    public void damaged(SimulatedNode node, String path) {
        holdings.forEach((objectKey, held) -> {
            for (int index : held.wholeAt(node)) {
                if (isIn(objectKey, index, path)) {
                    held.rotted(index, node);
                }
            }
        });
    }

    /** Which of the copies in a pack a change was in, nobody needs to know. */
    private static boolean isIn(Digest objectKey, int index, String path) {
        return path.startsWith("packs/")
                || (path.contains("/" + objectKey + "." + index + ".") && !path.endsWith(".cvs"));
    }

    /** What this machine has acknowledged and must have. */
    List<Kept> keptAt(SimulatedNode node) {
        List<Kept> kept = new ArrayList<>();
        for (Promise promise : promises.values()) {
            promise.holdings().wholeAt(node).forEach(index -> kept.add(new Kept(promise, index)));
        }
        return kept;
    }

    /** A shard, or a copy. */
    record Kept(Promise promise, int index) {}
}
