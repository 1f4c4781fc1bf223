package io.shardmesh.node.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LookupsTest {
    private final VirtualScheduler time = VirtualScheduler.create();
    private final Lookups lookups = new Lookups(time.strand());
    private final PeerId absent = peer(1);
    private final PeerId newcomer = peer(2);

    private static PeerId peer(int number) {
        byte[] seed = new byte[Digest.SIZE_BYTES];
        seed[0] = (byte) number;
        return PeerId.of(SigningKey.ofSeed(SecretBytes.takeOver(seed)).verifyingKey());
    }

    /** Lookups of a member that is tried every half minute. */
    private int lookupsWithin(Duration length) {
        int count = 0;
        for (Duration at = Duration.ZERO; at.compareTo(length) < 0; at = at.plusSeconds(30)) {
            if (lookups.due(absent)) {
                lookups.begun(absent);
                count++;
            }
            time.advance(Duration.ofSeconds(30));
        }
        return count;
    }

    @Test
    void due_ofAMemberThatStaysAway_isLessAndLessOften() {
        // After 0, ½, 1½, 3½, 7½, 15½, 31½ and 61½ minutes.
        assertEquals(7, lookupsWithin(Duration.ofHours(1)));
        assertEquals(48, lookupsWithin(Duration.ofDays(1)));
    }

    @Test
    void newcomer_mayKnowTheAbsent() {
        lookupsWithin(Duration.ofMinutes(20));
        assertFalse(lookups.due(absent));
        lookups.newcomer(newcomer);
        assertTrue(lookups.due(absent));
        lookups.begun(absent);
        assertFalse(lookups.due(absent));
    }

    @Test
    void memberThatWasBack_isLookedUpAtOnceWhenItIsGoneAgain() {
        lookupsWithin(Duration.ofMinutes(20));
        lookups.newcomer(absent);
        assertTrue(lookups.due(absent));
    }
}
