package io.shardmesh.node.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.mesh.Labels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class PlacementProperties {
    @Property(tries = 200)
    void of_anyMembers_takesDistinctMachinesAndAsManyAsThereAre(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int members,
            @ForAll @IntRange(min = 1, max = 10) int machines,
            @ForAll @IntRange(min = 1, max = 12) int count) {
        Random random = new Random(seed);
        List<Candidate> candidates = new ArrayList<>();
        Set<String> present = new HashSet<>();
        for (int index = 0; index < members; index++) {
            String machine = "m" + random.nextInt(machines);
            present.add(machine);
            candidates.add(candidate(index, machine, "r" + random.nextInt(3), 1 + index));
        }
        Placement placement = Placement.of(key(random), count, candidates);
        List<String> used =
                placement.chosen().stream().map(chosen -> chosen.labels().machine()).toList();
        assertEquals(Math.min(count, present.size()), used.size());
        assertEquals(used.size(), new HashSet<>(used).size());
        assertEquals(members, placement.chosen().size() + placement.spares().size());
    }

    @Property(tries = 100)
    void of_candidatesInAnyOrder_isTheSame(@ForAll long seed) {
        Random random = new Random(seed);
        Digest key = key(random);
        List<Candidate> candidates = new ArrayList<>(spread(12, 3));
        Placement first = Placement.of(key, 6, candidates);
        Collections.shuffle(candidates, random);
        assertEquals(first, Placement.of(key, 6, candidates));
    }

    /** Without regions a new member can push out one holder at most, and no other moves. */
    @Property(tries = 200)
    void of_oneMemberMore_movesAtMostOne(
            @ForAll long seed, @ForAll @IntRange(min = 6, max = 30) int members) {
        Digest key = key(new Random(seed));
        List<Candidate> candidates = new ArrayList<>(spread(members, 1));
        Set<Candidate> before = new HashSet<>(Placement.of(key, 6, candidates).chosen());
        candidates.add(candidate(members, "new", "r0", 1_000));
        Set<Candidate> after = new HashSet<>(Placement.of(key, 6, candidates).chosen());
        after.removeAll(before);
        assertTrue(after.size() <= 1, () -> after + " moved");
    }

    @Property(tries = 100)
    void of_regions_areUsedEvenly(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int regions) {
        Placement placement = Placement.of(key(new Random(seed)), 6, spread(36, regions));
        int[] use = new int[regions];
        for (Candidate chosen : placement.chosen()) {
            use[Integer.parseInt(chosen.labels().region().substring(1))]++;
        }
        for (int count : use) {
            assertTrue(count >= 6 / regions && count <= Math.ceilDiv(6, regions));
        }
    }

    /** Being first is a matter of weight: three parts against one, within a few per cent. */
    @Property(tries = 3)
    void of_weights_areRespected(@ForAll long seed) {
        Random random = new Random(seed);
        List<Candidate> candidates =
                List.of(candidate(0, "big", "", 3_000), candidate(1, "small", "", 1_000));
        int objects = 4_000;
        int big = 0;
        for (int object = 0; object < objects; object++) {
            Placement placement = Placement.of(key(random), 1, candidates);
            big += placement.chosen().getFirst().freeBytes() == 3_000 ? 1 : 0;
        }
        // The standard deviation is 0.007, so this is seven of them.
        assertEquals(0.75, (double) big / objects, 0.05);
    }

    static Candidate candidate(int id, String machine, String region, long freeBytes) {
        byte[] key = new byte[32];
        key[0] = (byte) id;
        PeerId peer = PeerId.of(VerifyingKey.of(key));
        return Candidate.of(peer, new Labels(machine, region), freeBytes);
    }

    static List<Candidate> spread(int members, int regions) {
        List<Candidate> candidates = new ArrayList<>();
        for (int index = 0; index < members; index++) {
            candidates.add(candidate(index, "m" + index, "r" + index % regions, 1_000));
        }
        return candidates;
    }

    private static Digest key(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Digest.of(bytes);
    }
}
