package io.shardmesh.dht.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.dht.TestPeers;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.limits.KeepLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProviderTableTest {
    private static final Key KEY = Key.of(TestPeers.id("content"));
    private static final Contact MEMBER = TestPeers.contact("member");
    private static final Contact STRANGER = TestPeers.contact("stranger");
    private static final KeepLimits LIMITS =
            new KeepLimits(
                    4,
                    4,
                    3,
                    3,
                    2,
                    Duration.ofDays(2),
                    Duration.ofMinutes(30),
                    Duration.ofHours(22));

    private final ProviderTable table = new ProviderTable(LIMITS, MEMBER.peer()::equals);

    @Test
    void find_anHourLater_namesThePeerWithoutItsAddresses() {
        table.add(KEY, MEMBER, 0);
        long almost = Duration.ofMinutes(30).toNanos() - 1;
        assertEquals(List.of(MEMBER), table.find(KEY, 20, almost));
        assertEquals(
                List.of(new Contact(MEMBER.peer(), List.of())), table.find(KEY, 20, almost + 1));
        long end = Duration.ofDays(2).toNanos();
        assertEquals(1, table.find(KEY, 20, end - 1).size());
        assertEquals(List.of(), table.find(KEY, 20, end));
    }

    @Test
    void add_strangersWithoutEnd_neverPushAMemberOut() {
        table.add(KEY, MEMBER, 0);
        for (int number = 0; number < 100; number++) {
            table.add(KEY, TestPeers.contact("s" + number), number);
            table.add(Key.of(TestPeers.id("k" + number)), STRANGER, number);
        }
        assertEquals(1, table.memberCount());
        assertEquals(3, table.strangerCount());
        assertEquals(MEMBER, table.find(KEY, 1, 200).getFirst());
    }

    @Test
    void add_oneStranger_hasFewPlaces() {
        for (int number = 0; number < 5; number++) {
            table.add(Key.of(TestPeers.id("k" + number)), STRANGER, number);
        }
        assertEquals(2, table.strangerCount());
    }
}
