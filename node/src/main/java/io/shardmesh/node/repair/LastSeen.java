package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who had which part of the objects that lie here when they were last asked: of an index that
 * nobody has now it tells whether it is lost or only away.
 */
final class LastSeen {
    /**
     * About 40 MB; of further objects nothing is known, and they wait for everybody who is away.
     */
    private static final int MAX_OBJECTS = 250_000;

    private final Map<Digest, @Nullable PeerId[]> holders = new LinkedHashMap<>();

    /** How many parts the object has, once that is known. */
    OptionalInt partCount(Digest objectKey) {
        @Nullable PeerId[] known = holders.get(objectKey);
        return known == null ? OptionalInt.empty() : OptionalInt.of(known.length);
    }

    /** Notes who has what; an index that nobody has keeps whom it had. */
    void note(Digest objectKey, int partCount, ObjectStock stock) {
        @Nullable PeerId[] known = holders.get(objectKey);
        if (known == null) {
            known = new @Nullable PeerId[partCount];
            holders.put(objectKey, known);
            if (holders.size() > MAX_OBJECTS) {
                holders.remove(holders.keySet().iterator().next());
            }
        }
        for (int index = 0; index < known.length; index++) {
            Optional<PeerId> one = stock.holders(index).stream().findFirst();
            if (one.isPresent()) {
                known[index] = one.get();
            }
        }
    }

    /** Who had this index last. */
    Optional<PeerId> holder(Digest objectKey, int index) {
        @Nullable PeerId[] known = holders.get(objectKey);
        return known == null || index >= known.length
                ? Optional.empty()
                : Optional.ofNullable(known[index]);
    }

    /** Who had the parts, when that is known of each of them; else empty. */
    Optional<Set<PeerId>> allHolders(Digest objectKey) {
        @Nullable PeerId[] known = holders.get(objectKey);
        if (known == null) {
            return Optional.empty();
        }
        Set<PeerId> all = new LinkedHashSet<>();
        for (@Nullable PeerId one : known) {
            if (one == null) {
                return Optional.empty();
            }
            all.add(one);
        }
        return Optional.of(all);
    }

    /** Forgets an object that is here no more. */
    void forget(Digest objectKey) {
        holders.remove(objectKey);
    }
}
