package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.node.api.Durability;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.record.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What a put has reached.
 *
 * @param plan what it aimed at
 * @param layout of the object
 * @param complete the claims that acknowledge, by index
 * @param holders who was asked
 */
record PutResult(
        PutPlan plan,
        StripeLayout layout,
        SortedMap<Integer, Claim> complete,
        HolderSet<?> holders) {
    /** Throws when too few machines have acknowledged. */
    void requireSuccess(String name) {
        if (machines().size() < plan.minMachineCount()) {
            throw Shortfalls.tooFew(name, plan, machines().size(), holders.troubles()).exception();
        }
    }

    StoredObject stored(Digest objectKey, long sizeBytes, long tookNanos) {
        return new StoredObject(
                outcome(objectKey, sizeBytes, tookNanos), List.copyOf(complete.values()));
    }

    private PutOutcome outcome(Digest objectKey, long sizeBytes, long tookNanos) {
        long partBytes = plan.inline() ? layout.sealedBytes() : layout.shardBytes();
        return new PutOutcome(
                objectKey,
                durability(),
                sizeBytes,
                partBytes * complete.size(),
                Duration.ofNanos(tookNanos));
    }

    private Durability durability() {
        int machines = machines().size();
        return new Durability(
                plan.scheme(),
                plan.inline(),
                complete.size(),
                machines,
                Math.max(0, machines - plan.neededCount()));
    }

    /** Placement gives each index a machine of its own, so machines count like shards. */
    private Set<String> machines() {
        Set<String> machines = new TreeSet<>();
        complete.values().forEach(claim -> machines.add(holders.machine(claim.holder())));
        return machines;
    }
}
