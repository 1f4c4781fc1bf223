package io.shardmesh.simulator;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.catalog.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** What has to hold at any time (design §10), and what was promised so far. */
final class Invariants {
    private final SimulatedMesh mesh;
    private final String marker;
    private final List<Promise> promises = new ArrayList<>();
    private int getCount;

    /** A put that was acknowledged, and who had acknowledged shards of it. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by content only where that is said.
    private record Promise(
            String name, byte[] content, Digest objectKey, int needed, Set<PeerId> holders) {}

    Invariants(SimulatedMesh mesh, String marker) {
        this.mesh = mesh;
        this.marker = marker;
    }

    String marker() {
        return marker;
    }

    int acknowledgedCount() {
        return promises.size();
    }

    int getCount() {
        return getCount;
    }

    /** From now on this object must be there. */
    void acknowledged(String name, byte[] content, PutOutcome outcome) {
        Operation.Shards shards =
                mesh.await(mesh.client().catalog().findByKey(outcome.objectKey()))
                        .orElseThrow(() ->
                                new BrokenInvariant("acknowledged but not in the catalog: " + name))
                        .put()
                        .shards();
        Set<PeerId> holders =
                shards.holders().stream()
                        .map(Operation.Holder::peer)
                        .collect(Collectors.toUnmodifiableSet());
        int needed = shards.inline() ? 1 : shards.scheme().data();
        promises.add(new Promise(name, content, outcome.objectKey(), needed, holders));
    }

    /** After a step: what can be read is right, and what must be readable is. */
    void check() {
        if (mesh.client().isRunning()) {
            promises.forEach(this::check);
        }
        for (SimulatedNode holder : mesh.holders()) {
            checkSecret(holder);
        }
        checkSecret(mesh.client());
    }

    /** At the end, with every node running: all of it is there. */
    void checkAll() {
        for (Promise promise : promises) {
            if (runningHolders(promise) < promise.needed()) {
                throw new BrokenInvariant("not all holders run again");
            }
            if (mesh.await(mesh.client().catalog().findByName(promise.name())).isEmpty()) {
                throw new BrokenInvariant("the catalog has lost " + promise.name());
            }
        }
        check();
    }

    private void check(Promise promise) {
        byte[] received;
        try {
            received = mesh.get(promise.objectKey());
        } catch (CompletionException failure) {
            if (!(failure.getCause() instanceof FailureException known)) {
                throw failure;
            }
            mesh.trace().note("client", "get failed: " + known.failure());
            if (runningHolders(promise) >= promise.needed()) {
                throw new BrokenInvariant(
                        "not readable with "
                                + runningHolders(promise)
                                + " intact of "
                                + promise.needed()
                                + " needed: "
                                + promise.objectKey()
                                + ": "
                                + known.failure());
            }
            return;
        }
        getCount++;
        if (!Arrays.equals(received, promise.content())) {
            throw new BrokenInvariant("other bytes came back for " + promise.objectKey());
        }
    }

    private long runningHolders(Promise promise) {
        return mesh.holders().stream()
                .filter(SimulatedNode::isRunning)
                .filter(holder -> !holder.storeDisk().off())
                .filter(holder -> promise.holders().contains(holder.peer()))
                .count();
    }

    private void checkSecret(SimulatedNode node) {
        byte[] secret = marker.getBytes(StandardCharsets.UTF_8);
        if (DiskScan.contains(mesh, node.storeDisk(), secret)
                || DiskScan.contains(mesh, node.homeDisk(), secret)) {
            throw new BrokenInvariant("plaintext lies on a disk of " + node.host());
        }
    }
}
