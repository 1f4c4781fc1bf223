package io.shardmesh.node.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class BundlePlanProperties {

    @Property
    void offsets_ofAnyFiles_ascendWithoutOverlapAndKeepSmallOnesInOneSegment(
            @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 20_000) Integer> sizes) {
        BundlePlan plan = BundlePlan.empty();
        int entriesBytes = 0;
        for (int i = 0; i < sizes.size(); i++) {
            assertTrue(plan.add("n" + i, "", sizes.get(i)));
            entriesBytes += BundleIndex.entryBytes("n" + i, "");
        }
        long end = 0;
        for (int i = 0; i < sizes.size(); i++) {
            long offset = plan.offsets().get(i);
            int size = sizes.get(i);
            assertTrue(offset >= end && offset - end < BundlePlan.MAX_WHOLE_BYTES);
            if (size > 0 && size <= BundlePlan.MAX_WHOLE_BYTES) {
                assertEquals(
                        offset / BundlePlan.SEGMENT_BYTES,
                        (offset + size - 1) / BundlePlan.SEGMENT_BYTES);
            }
            end = offset + size;
        }
        assertEquals(end, plan.indexOffset());
        assertEquals(end + BundleIndex.sizeBytes(entriesBytes), plan.contentBytes());
    }

    @Property(tries = 20)
    void add_untilItIsFull_staysBelowTheLimits(@ForAll @IntRange(min = 0, max = 1 << 20) int size) {
        BundlePlan plan = BundlePlan.empty();
        int count = 0;
        while (plan.add("n" + count, "", size)) {
            count++;
        }
        assertTrue(plan.indexOffset() <= BundlePlan.MAX_CONTENT_BYTES);
        assertTrue(count <= BundleIndex.MAX_FILE_COUNT);
        assertTrue(plan.contentBytes() - plan.indexOffset() <= BundleIndex.MAX_BYTES);
        assertEquals(count, plan.offsets().size());
    }
}
