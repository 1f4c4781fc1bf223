package io.shardmesh.crypto.seal.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SealedLayoutProperties {
    @Property(tries = 300)
    void plainBytes_ofSealedBytes_isTheInverse(
            @ForAll @LongRange(max = SealedLayout.MAX_PLAIN_BYTES) long plainBytes) {
        assertEquals(plainBytes, SealedLayout.plainBytes(SealedLayout.sealedBytes(plainBytes)));
    }

    @Property(tries = 300)
    void paddedBytes_growsByAtMostAnEighth_andIsStable(
            @ForAll @LongRange(max = SealedLayout.MAX_PLAIN_BYTES / 2) long sizeBytes) {
        long padded = SealedLayout.paddedBytes(sizeBytes);
        assertTrue(padded >= sizeBytes);
        assertTrue(padded <= Math.max(1024, sizeBytes + sizeBytes / 8));
        assertEquals(padded, SealedLayout.paddedBytes(padded));
    }
}
