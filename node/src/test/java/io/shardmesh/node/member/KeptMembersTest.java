package io.shardmesh.node.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeptMembersTest {
    @Test
    void of_asManyAsAreKept_areAllOthers() {
        List<PeerId> members = peers(KeptMembers.ALL_COUNT + 1);
        Set<PeerId> kept = KeptMembers.of(members.get(5), members);
        assertEquals(KeptMembers.ALL_COUNT, kept.size());
        assertTrue(!kept.contains(members.get(5)));
    }

    @Test
    void of_thousandMembersHalfOfThemDead_newsReachesAllOthersInFewSteps() {
        List<PeerId> members = peers(1_000);
        Map<PeerId, Set<PeerId>> links = new LinkedHashMap<>();
        members.forEach(peer -> links.put(peer, new LinkedHashSet<>()));
        for (PeerId peer : members) {
            Set<PeerId> kept = KeptMembers.of(peer, members);
            assertTrue(kept.size() <= KeptMembers.PICKED_COUNT + 2 && !kept.contains(peer));
            kept.forEach(other -> link(links, peer, other));
        }
        assertEquals(1_000, reached(links, members, 3));
        int most = links.values().stream().mapToInt(Collection::size).max().orElseThrow();
        assertTrue(most <= 100, () -> "a node with " + most + " connections");
        List<PeerId> living = members.subList(0, 500);
        links.values().forEach(each -> each.retainAll(living));
        assertEquals(500, reached(links, living, 4));
    }

    private static void link(Map<PeerId, Set<PeerId>> links, PeerId one, PeerId other) {
        links.getOrDefault(one, Set.of()).add(other);
        links.getOrDefault(other, Set.of()).add(one);
    }

    private static int reached(Map<PeerId, Set<PeerId>> links, List<PeerId> among, int steps) {
        Set<PeerId> known = new LinkedHashSet<>(Set.of(among.getFirst()));
        for (int step = 0; step < steps; step++) {
            List.copyOf(known).forEach(peer -> known.addAll(links.getOrDefault(peer, Set.of())));
        }
        return known.size();
    }

    private static List<PeerId> peers(int count) {
        Random random = new Random(11);
        List<PeerId> peers = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            try (SigningKey key = SigningKey.generate(random::nextBytes)) {
                peers.add(PeerId.of(key.verifyingKey()));
            }
        }
        return peers;
    }
}
