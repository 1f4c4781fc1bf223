package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** Of the few objects of which a part lies twice, who else has it. */
    private final Map<Digest, Set<PeerId>> seconds = new HashMap<>();

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
                forget(holders.keySet().iterator().next());
            }
        }
        Set<PeerId> more = new LinkedHashSet<>();
        for (int index = 0; index < known.length; index++) {
            List<PeerId> now = stock.holders(index);
            if (!now.isEmpty()) {
                known[index] = now.getFirst();
                more.addAll(now.subList(1, now.size()));
            }
        }
        if (more.isEmpty()) {
            seconds.remove(objectKey);
        } else {
            seconds.put(objectKey, more);
        }
    }

    /** Who had this index last. */
    Optional<PeerId> holder(Digest objectKey, int index) {
        @Nullable PeerId[] known = holders.get(objectKey);
        return known == null || index >= known.length
                ? Optional.empty()
                : Optional.ofNullable(known[index]);
    }

    /** Whether somebody is known for each part. */
    boolean complete(Digest objectKey) {
        @Nullable PeerId[] known = holders.get(objectKey);
        return known != null && Arrays.stream(known).allMatch(Objects::nonNull);
    }

    /** Who had parts, second holders of one too; of some parts perhaps nobody is known. */
    Set<PeerId> holders(Digest objectKey) {
        Set<PeerId> all = new LinkedHashSet<>(seconds.getOrDefault(objectKey, Set.of()));
        @Nullable PeerId[] known = holders.get(objectKey);
        if (known != null) {
            Arrays.stream(known).filter(Objects::nonNull).forEach(all::add);
        }
        return all;
    }

    /** The objects of which any of these was last seen to have a part. */
    List<Digest> objectsOf(Set<PeerId> peers) {
        return holders.keySet().stream().filter(object -> hadAny(object, peers)).toList();
    }

    /** Makes no set: all objects are asked about. */
    private boolean hadAny(Digest objectKey, Set<PeerId> peers) {
        @Nullable PeerId[] known = holders.get(objectKey);
        return (known != null
                        && Arrays.stream(known)
                                .anyMatch(peer -> peer != null && peers.contains(peer)))
                || !Collections.disjoint(seconds.getOrDefault(objectKey, Set.of()), peers);
    }

    /** Forgets an object that is here no more. */
    void forget(Digest objectKey) {
        holders.remove(objectKey);
        seconds.remove(objectKey);
    }
}
