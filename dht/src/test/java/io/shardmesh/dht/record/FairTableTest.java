package io.shardmesh.dht.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.dht.TestPeers;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class FairTableTest {
    private static final PeerId HONEST = TestPeers.id("honest");
    private static final PeerId FLOOD = TestPeers.id("flood");

    @Test
    void put_oneSourceFloods_pushesOutOnlyItself() {
        FairTable<String> table = new FairTable<>(10, 10, 1000);
        table.put(key(1), HONEST, "a", 0);
        table.put(key(2), HONEST, "b", 0);
        for (int number = 0; number < 100; number++) {
            table.put(key(100 + number), FLOOD, "x", 1);
        }
        assertEquals(10, table.size());
        assertEquals(List.of("a"), table.of(key(1)));
        assertEquals(List.of("b"), table.of(key(2)));
        assertEquals(List.of("x"), table.of(key(199)));
        assertEquals(List.of(), table.of(key(191)));
    }

    @Test
    void put_againBySameSource_replacesAndLivesAnew() {
        FairTable<String> table = new FairTable<>(10, 10, 1000);
        table.put(key(1), HONEST, "old", 0);
        table.put(key(1), FLOOD, "other", 500);
        table.put(key(1), HONEST, "new", 600);
        table.expire(1400);
        assertEquals(List.of("other", "new"), table.of(key(1)));
        table.expire(1500);
        assertEquals(List.of("new"), table.of(key(1)));
        table.expire(1600);
        assertEquals(0, table.size());
    }

    @Test
    void expire_ticksWrapAround_endsAfterTheSameTime() {
        FairTable<String> table = new FairTable<>(10, 10, 1000);
        table.put(key(1), HONEST, "a", Long.MAX_VALUE - 1);
        table.expire(Long.MIN_VALUE + 900);
        assertEquals(1, table.size());
        table.expire(Long.MIN_VALUE + 1000);
        assertEquals(0, table.size());
    }

    /** Against the rule in slow motion: nobody is over a limit, and a fair share is never lost. */
    @Property(tries = 200)
    void put_anyOrder_keepsBoundsAndFairShares(
            @ForAll @Size(max = 80) List<@IntRange(max = 59) Integer> puts) {
        int sources = 4;
        FairTable<Integer> table = new FairTable<>(12, 8, Long.MAX_VALUE);
        Map<Integer, Integer> lastPut = new HashMap<>();
        for (int put = 0; put < puts.size(); put++) {
            int slot = puts.get(put);
            table.put(key(slot / sources), TestPeers.id("s" + slot % sources), slot, put);
            lastPut.put(slot, put);
            assertTrue(table.size() <= 12);
        }
        for (int source = 0; source < sources; source++) {
            int number = source;
            // 12 places for 4 sources: the latest three of each are there, whatever others do.
            List<Integer> latest =
                    lastPut.keySet().stream()
                            .filter(slot -> slot % sources == number)
                            .sorted(Comparator.comparing(slot -> -lastPut.getOrDefault(slot, 0)))
                            .limit(3)
                            .toList();
            latest.forEach(
                    slot -> assertTrue(table.of(key(slot / sources)).contains(slot), "" + slot));
        }
    }

    private static Key key(int number) {
        return Key.of(TestPeers.id("key " + number));
    }
}
