package io.shardmesh.cli.command;

import io.shardmesh.cli.batch.SourceFile;
import io.shardmesh.node.bundle.BundlePlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Files that become one object.
 *
 * @param files in the order of the plan; one, when there is no plan
 * @param plan of a bundle; empty for a file that is an object of its own
 */
record Unit(List<SourceFile> files, Optional<BundlePlan> plan) {
    Unit {
        files = List.copyOf(files);
    }

    /** Gathers small files, in their order, as long as they fit a bundle. */
    static List<Unit> of(Collection<SourceFile> files) {
        List<Unit> units = new ArrayList<>();
        List<SourceFile> gathered = new ArrayList<>();
        BundlePlan plan = BundlePlan.empty();
        for (SourceFile file : files) {
            if (file.sizeBytes() > BundlePlan.MAX_FILE_BYTES) {
                units.add(new Unit(List.of(file), Optional.empty()));
                continue;
            }
            if (!plan.add(file.name(), file.facts().type(), file.sizeBytes())) {
                units.add(gathered(gathered, plan));
                gathered.clear();
                plan = BundlePlan.empty();
                plan.add(file.name(), file.facts().type(), file.sizeBytes());
            }
            gathered.add(file);
        }
        if (!gathered.isEmpty()) {
            units.add(gathered(gathered, plan));
        }
        return units;
    }

    /** A bundle of one file would only be in its way. */
    private static Unit gathered(List<SourceFile> files, BundlePlan plan) {
        return new Unit(files, files.size() == 1 ? Optional.empty() : Optional.of(plan));
    }

    /** Bytes that a put of it reads. */
    long contentBytes() {
        return plan.map(BundlePlan::contentBytes).orElseGet(() -> files.getFirst().sizeBytes());
    }
}
