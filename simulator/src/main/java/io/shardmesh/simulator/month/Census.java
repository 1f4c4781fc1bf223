package io.shardmesh.simulator.month;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoredShard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which parts of which objects lie somewhere: taken from the stores themselves and not from what
 * nodes say of each other.
 */
final class Census {
    private static final int PAGE_ROWS = 1_000;

    /** Of each object, how many have each index. */
    private final Map<Digest, Map<Integer, Integer>> parts = new HashMap<>();

    private long rowCount;

    private Census() {}

    static Census of(MonthMesh mesh) {
        Census census = new Census();
        mesh.holders().stream()
                .flatMap(node -> node.store().stream())
                .flatMap(store -> rows(mesh, store).stream())
                .forEach(census::add);
        return census;
    }

    /** All that a store has. */
    static List<StoredShard> rows(MonthMesh mesh, ShardStore store) {
        List<StoredShard> rows = new ArrayList<>();
        List<StoredShard> page = mesh.await(store.list(Optional.empty(), PAGE_ROWS));
        while (!page.isEmpty()) {
            rows.addAll(page);
            page = mesh.await(store.list(Optional.of(rows.getLast().name()), PAGE_ROWS));
        }
        return rows;
    }

    private void add(StoredShard row) {
        rowCount++;
        parts.computeIfAbsent(row.name().objectKey(), first -> new TreeMap<>())
                .merge(row.name().index(), 1, Integer::sum);
    }

    /** How many have this part. */
    int holders(Digest objectKey, int index) {
        return parts.getOrDefault(objectKey, Map.of()).getOrDefault(index, 0);
    }

    /** How many different parts of the object there are. */
    int partCount(MonthObject object) {
        return parts.getOrDefault(object.key(), Map.of()).size();
    }

    boolean lost(MonthObject object) {
        return partCount(object) < object.neededCount();
    }

    /** Parts that lie twice. */
    long surplusCount() {
        return rowCount - parts.values().stream().mapToLong(Map::size).sum();
    }
}
