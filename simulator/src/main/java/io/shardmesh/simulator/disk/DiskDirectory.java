package io.shardmesh.simulator.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory in two states, as {@link DiskFile} is. After a power loss each name stands for what
 * it stood for at the last sync or at any time since, each name on its own: harsher than a journal
 * would be, and what POSIX allows.
 */
final class DiskDirectory implements DiskNode {
    private final TreeMap<String, DiskNode> cached = new TreeMap<>();
    private final TreeMap<String, DiskNode> durable = new TreeMap<>();
    private final List<Change> unsynced = new ArrayList<>();
    private long changeCount;

    /** A name that now stands for something else, or for nothing. */
    private record Change(long number, String name, @Nullable DiskNode node) {}

    /** What programs see, by name. */
    Map<String, DiskNode> entries() {
        return cached;
    }

    @Nullable DiskNode get(String name) {
        return cached.get(name);
    }

    void put(String name, DiskNode node) {
        cached.put(name, node);
        unsynced.add(new Change(++changeCount, name, node));
    }

    void remove(String name) {
        cached.remove(name);
        unsynced.add(new Change(++changeCount, name, null));
    }

    /** Number of the latest change: what a sync that starts now has to bring to the medium. */
    long lastChange() {
        return changeCount;
    }

    /** Brings all changes up to this number to the medium. */
    void makeDurable(long lastChange) {
        for (Change change : unsynced) {
            if (change.number() <= lastChange) {
                set(durable, change.name(), change.node());
            }
        }
        unsynced.removeIf(change -> change.number() <= lastChange);
    }

    /**
     * The directory and all below it as they are found after a power loss.
     *
     * @param found by identity: what was decided for nodes that were met before under another name
     */
    DiskDirectory afterPowerLoss(SplittableRandom random, Map<DiskNode, DiskNode> found) {
        TreeMap<String, DiskNode> chosen = new TreeMap<>(durable);
        TreeMap<String, List<Change>> changesOf = new TreeMap<>();
        for (Change change : unsynced) {
            changesOf.computeIfAbsent(change.name(), _ -> new ArrayList<>()).add(change);
        }
        changesOf.forEach((name, changes) -> {
            int choice = random.nextInt(changes.size() + 1);
            if (choice < changes.size()) {
                set(chosen, name, changes.get(choice).node());
            }
        });
        DiskDirectory left = new DiskDirectory();
        found.put(this, left);
        chosen.forEach((name, node) -> left.durable.put(name, after(node, random, found)));
        left.cached.putAll(left.durable);
        return left;
    }

    private static DiskNode after(
            DiskNode node, SplittableRandom random, Map<DiskNode, DiskNode> found) {
        DiskNode known = found.get(node);
        if (known != null) {
            return known;
        }
        DiskNode left =
                switch (node) {
                    case DiskFile file -> file.afterPowerLoss(random);
                    case DiskDirectory directory -> directory.afterPowerLoss(random, found);
                };
        found.put(node, left);
        return left;
    }

    private static void set(Map<String, DiskNode> entries, String name, @Nullable DiskNode node) {
        if (node == null) {
            entries.remove(name);
        } else {
            entries.put(name, node);
        }
    }
}
