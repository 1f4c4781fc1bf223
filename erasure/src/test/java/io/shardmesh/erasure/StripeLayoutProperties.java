package io.shardmesh.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class StripeLayoutProperties {

    /** Going through all blocks in order gives every sealed byte once, in order. */
    @Property(tries = 200)
    void blocks_inOrder_coverTheContentOnce(
            @ForAll @IntRange(min = 1, max = 20) int data,
            @ForAll @LongRange(min = 0, max = 3_000_000) long sealedBytes) {
        var layout = new StripeLayout(new Scheme(data, 1), 16 << 10, sealedBytes);
        long covered = 0;
        long shard = 0;
        for (long stripe = 0; stripe < layout.stripeCount(); stripe++) {
            int block = layout.blockBytesIn(stripe);
            assertTrue(block > 0 && block <= 16 << 10);
            assertEquals(shard, layout.shardOffset(stripe));
            shard += block;
            for (int i = 0; i < data; i++) {
                assertEquals(covered, layout.sealedOffset(stripe, i));
                covered += layout.sealedBytesIn(stripe, i);
            }
        }
        assertEquals(sealedBytes, covered);
        assertEquals(shard, layout.shardBytes());
    }

    @Property(tries = 200)
    void locate_anyByte_isWhereTheBlockSays(
            @ForAll @IntRange(min = 1, max = 20) int data,
            @ForAll @LongRange(min = 1, max = 3_000_000) long sealedBytes,
            @ForAll @LongRange(min = 0, max = 2_999_999) long any) {
        var layout = new StripeLayout(new Scheme(data, 1), 16 << 10, sealedBytes);
        long offset = any % sealedBytes;
        var place = layout.locate(offset);
        assertTrue(place.offsetBytes() < layout.sealedBytesIn(place.stripe(), place.dataIndex()));
        assertEquals(
                offset,
                layout.sealedOffset(place.stripe(), place.dataIndex()) + place.offsetBytes());
    }
}
