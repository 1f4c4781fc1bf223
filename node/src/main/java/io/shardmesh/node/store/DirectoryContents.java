package io.shardmesh.node.store;

import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.record.ShardName;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What files and rows there are of the shards in one directory. */
final class DirectoryContents {
    private final TreeMap<ShardName, Found> found =
            new TreeMap<>(
                    Comparator.comparing(ShardName::objectKey).thenComparingInt(ShardName::index));

    /** What there is of one shard. */
    static final class Found {
        private final ShardName name;
        private final Map<ShardFiles.Part, Long> sizes = new EnumMap<>(ShardFiles.Part.class);
        private @Nullable StoredShard row;

        private Found(ShardName name) {
            this.name = name;
        }

        ShardName name() {
            return name;
        }

        boolean has(ShardFiles.Part part) {
            return sizes.containsKey(part);
        }

        boolean hasRow() {
            return row != null;
        }

        /** True when there is a row from which all is known and the file is as long as it says. */
        boolean isSettled() {
            return row != null && row.settled() && shardHas(row.storedBytes());
        }

        /** True when the shard's file is there and so long. */
        boolean shardHas(long sizeBytes) {
            return sizes.getOrDefault(ShardFiles.Part.SHARD, -1L) == sizeBytes;
        }
    }

    void addFile(FileInfo file) {
        if (!file.directory()) {
            ShardFiles.parse(file.name())
                    .ifPresent(
                            parsed -> of(parsed.name()).sizes.put(parsed.part(), file.sizeBytes()));
        }
    }

    /** Rows in packs are passed over. */
    void addRow(StoredShard row) {
        if (row.location() instanceof ShardLocation.InFile) {
            of(row.name()).row = row;
        }
    }

    List<Found> shards() {
        return List.copyOf(found.values());
    }

    private Found of(ShardName name) {
        return found.computeIfAbsent(name, Found::new);
    }
}
