package io.shardmesh.simulator.invariant;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.store.StoredShard;
import io.shardmesh.simulator.SimulatedMesh;
import io.shardmesh.simulator.SimulatedNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a mesh comes to by itself once nothing goes wrong any more and the grace is over: of each
 * object every part once, each on a machine of its own, and of a deleted one nothing.
 */
public final class Wholeness {
    private static final int PAGE_COUNT = 10_000;

    private final SimulatedMesh mesh;
    private final Promises promises;
    private final Findings findings;

    /** Checks against what is promised and deleted at the time of a check. */
    public Wholeness(SimulatedMesh mesh, Promises promises, Findings findings) {
        this.mesh = mesh;
        this.promises = promises;
        this.findings = findings;
    }

    /** What is not yet so among these running machines, for readers. */
    public List<String> lacking(List<SimulatedNode> nodes) {
        Map<Digest, Map<Integer, List<SimulatedNode>>> stock = stock(nodes);
        int holderCount = (int) nodes.stream().filter(node -> node.store().isPresent()).count();
        List<String> lacking = new ArrayList<>();
        for (Promise promise : promises.all()) {
            Map<Integer, List<SimulatedNode>> parts =
                    stock.getOrDefault(promise.objectKey(), Map.of());
            if (promise.mustBeReadable() && !promise.holdings().anyRotten()) {
                check(promise, parts, holderCount)
                        .filter(what -> !leaseEnded(promise, parts))
                        .ifPresent(what -> lacking.add(promise + " " + what));
            }
        }
        promises.deletions()
                .known()
                .keySet()
                .forEach(key -> {
                    if (stock.containsKey(key)) {
                        lacking.add("%.16s is deleted and at %s".formatted(key, text(stock, key)));
                    }
                });
        return lacking;
    }

    /** Asks for each deleted object: it must be known as deleted. */
    public void checkDeleted() {
        promises.deletions()
                .known()
                .forEach((key, owner) -> {
                    Optional<FailureKind> kind =
                            mesh.await(
                                    owner.node()
                                            .objects()
                                            .locate(key)
                                            .handle((found, trouble) ->
                                                    trouble == null
                                                            ? Optional.empty()
                                                            : FailureException.find(trouble)
                                                                    .map(failure ->
                                                                            failure.kind())));
                    if (!kind.equals(Optional.of(FailureKind.DELETED))) {
                        findings.broken(
                                "%.16s is deleted, and its owner %s is told %s"
                                        .formatted(key, owner.host(), kind),
                                List.of(owner.host()));
                    }
                });
    }

    /** Nobody repairs what was put by a clock that was a year behind. */
    private boolean leaseEnded(Promise promise, Map<Integer, List<SimulatedNode>> parts) {
        return parts.values().stream()
                .flatMap(List::stream)
                .findFirst()
                .map(holder ->
                        mesh.await(holder.shards().find(promise.objectKey())).stream()
                                .allMatch(record ->
                                        record.lease()
                                                .lease()
                                                .notAfter()
                                                .isBefore(holder.trueTime())))
                .orElse(false);
    }

    private static Optional<String> check(
            Promise promise, Map<Integer, List<SimulatedNode>> parts, int holderCount) {
        int wanted = Math.min(promise.partCount(), holderCount);
        boolean twice = parts.values().stream().anyMatch(holders -> holders.size() > 1);
        long machines = parts.values().stream().flatMap(List::stream).distinct().count();
        return parts.size() < wanted || twice || machines < wanted
                ? Optional.of("of %d parts has %s".formatted(promise.partCount(), text(parts)))
                : Optional.empty();
    }

    private static String text(Map<Digest, Map<Integer, List<SimulatedNode>>> stock, Digest key) {
        return text(stock.getOrDefault(key, Map.of()));
    }

    private static String text(Map<Integer, List<SimulatedNode>> parts) {
        Map<Integer, List<String>> hosts = new TreeMap<>();
        parts.forEach((index, nodes) ->
                hosts.put(index, nodes.stream().map(SimulatedNode::host).toList()));
        return hosts.toString();
    }

    private Map<Digest, Map<Integer, List<SimulatedNode>>> stock(List<SimulatedNode> nodes) {
        Map<Digest, Map<Integer, List<SimulatedNode>>> stock = new LinkedHashMap<>();
        for (SimulatedNode node : nodes) {
            node.store()
                    .map(store -> mesh.await(store.list(Optional.empty(), PAGE_COUNT)))
                    .orElse(List.of())
                    .forEach(row -> add(stock, node, row));
        }
        return stock;
    }

    private static void add(
            Map<Digest, Map<Integer, List<SimulatedNode>>> stock,
            SimulatedNode node,
            StoredShard row) {
        stock.computeIfAbsent(row.name().objectKey(), fresh -> new TreeMap<>())
                .computeIfAbsent(row.name().index(), fresh -> new ArrayList<>())
                .add(node);
    }
}
