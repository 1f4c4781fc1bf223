package io.shardmesh.dht.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.dht.TestPeers;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.limits.KeepLimits;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ValidatorsTest {
    private static final PeerId PEER = peer(1);

    @Test
    void isValid_publicKey_onlyUnderItsOwnId() {
        Validators standard = Validators.standard();
        byte[] key = PEER.publicKeyMessage().orElseThrow();
        assertTrue(standard.isValid(record("/pk/", PEER.bytes(), key)));
        assertFalse(standard.isValid(record("/pk/", peer(2).bytes(), key)));
        assertFalse(standard.isValid(record("/pk/", PEER.bytes(), new byte[0])));
        assertFalse(standard.isValid(record("/pk/", new byte[0], key)));
        key[key.length - 1] ^= 1;
        assertFalse(standard.isValid(record("/pk/", PEER.bytes(), key)));
    }

    @Test
    void isValid_noOrUnknownNamespace_isRefused() {
        byte[] key = PEER.publicKeyMessage().orElseThrow();
        for (String prefix : List.of("/ipns/", "/PK/", "pk/", "/pk", "//", "/", "x", "/pk//")) {
            assertFalse(Validators.standard().isValid(record(prefix, PEER.bytes(), key)), prefix);
        }
    }

    @Test
    void best_equallyGood_isTheFirstAndInvalidNever() {
        Validators longest = Validators.of(Map.of("v", new Longest()));
        DhtRecord shortOne = record("/v/", new byte[1], new byte[] {1});
        DhtRecord first = record("/v/", new byte[1], new byte[] {2, 1});
        DhtRecord second = record("/v/", new byte[1], new byte[] {3, 1});
        DhtRecord invalid = record("/v/", new byte[1], new byte[] {0, 0, 0});
        assertEquals(Optional.of(first), longest.best(List.of(shortOne, invalid, first, second)));
        assertEquals(Optional.empty(), longest.best(List.of(invalid)));
        assertEquals(Optional.empty(), longest.best(List.of()));
    }

    @Test
    void recordTable_strangerPutsAnother_theBestIsFoundAndTheMembersStays() {
        PeerId member = TestPeers.id("member");
        RecordTable table =
                new RecordTable(
                        KeepLimits.standard(),
                        Validators.of(Map.of("v", new Longest())),
                        member::equals);
        DhtRecord good = record("/v/", new byte[1], new byte[] {1, 1});
        assertTrue(table.put(good, member, 0));
        assertTrue(table.put(record("/v/", new byte[1], new byte[] {9}), TestPeers.id("s"), 1));
        assertFalse(table.put(record("/v/", new byte[1], new byte[] {0}), member, 1));
        assertEquals(Optional.of(good), table.find(good.key(), 2));
        long end = KeepLimits.standard().life().toNanos();
        assertEquals(1, table.find(good.key(), end).orElseThrow().value().length);
        assertEquals(Optional.empty(), table.find(good.key(), end + 1));
    }

    /** Longer is better; a value that begins with 0 is not valid. */
    private static final class Longest implements RecordValidator {
        @Override
        public boolean isValid(Key key, byte[] value) {
            return value.length > 0 && value[0] != 0;
        }

        @Override
        public int select(Key key, List<byte[]> values) {
            int best = 0;
            for (int index = 1; index < values.size(); index++) {
                if (values.get(index).length > values.get(best).length) {
                    best = index;
                }
            }
            return best;
        }
    }

    private static PeerId peer(int seed) {
        return PeerId.of(SigningKey.generate(new Random(seed)::nextBytes).verifyingKey());
    }

    private static DhtRecord record(String prefix, byte[] rest, byte[] value) {
        byte[] start = prefix.getBytes(StandardCharsets.US_ASCII);
        byte[] key = ByteBuffer.allocate(start.length + rest.length).put(start).put(rest).array();
        return DhtRecord.of(Key.of(key), value, Optional.empty());
    }
}
