package io.shardmesh.simulator.fault;

import io.shardmesh.simulator.SimulatedNode;
import io.shardmesh.simulator.disk.SimulatedDisk;
import io.shardmesh.simulator.fault.Fault.Struck;
import java.util.List;
import java.util.Optional;

/** A bit of a stored file changes, on the medium and in what is read from it. */
final class Rot {
    private Rot() {}

    static Optional<Struck> strike(Ground ground) {
        SimulatedNode victim = ground.anyNode();
        SimulatedDisk disk = victim.storeDisk();
        List<String> stored =
                disk.filePaths().stream().filter(path -> !path.startsWith("tmp/")).toList();
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        String path = stored.get(ground.random().nextInt(stored.size()));
        long bits = 8L * disk.content(path).length;
        if (bits == 0) {
            return Optional.empty();
        }
        long bit = ground.random().nextLong(bits);
        disk.flipBit(path, bit);
        ground.damaged(victim, path);
        return Struck.once("bit %d of %s at %s".formatted(bit, path, victim.host()));
    }
}
