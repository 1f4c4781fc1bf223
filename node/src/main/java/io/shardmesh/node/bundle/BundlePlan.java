package io.shardmesh.node.bundle;

import java.util.ArrayList;
import java.util.List;

/**
 * Which files go into one bundle, and where, decided by their sizes before any of them is read.
 *
 * <p>A file of at most {@link #MAX_WHOLE_BYTES} lies in one sealed segment, so that to get it alone
 * is to fetch one segment; up to as many bytes before a segment's end are left unused for that.
 */
public final class BundlePlan {
    /** Larger files are objects of their own: from here on those cost little beside the content. */
    public static final long MAX_FILE_BYTES = 1 << 20;

    /**
     * Of the files in a bundle. Space comes back when the last file of a bundle is deleted, and
     * what is in one bundle is read by one get: not too large; and not too small, since each costs
     * two files at each holder.
     */
    public static final long MAX_CONTENT_BYTES = 16 << 20;

    /** Blocks as large as a segment: to get one file is to fetch one or two of these. */
    public static final int BLOCK_BYTES = 64 << 10;

    /** Content bytes of one sealed segment, see docs/formats/sealing.md. */
    static final int SEGMENT_BYTES = 65_520;

    /** An eighth of a segment, so that at most as much of each is left unused. */
    static final int MAX_WHOLE_BYTES = 8 << 10;

    private final List<Long> offsets = new ArrayList<>();
    private int entriesBytes;
    private long end;

    /** A plan without files. */
    public static BundlePlan empty() {
        return new BundlePlan();
    }

    private BundlePlan() {}

    /**
     * Gives a file its place.
     *
     * @return false when it has none in this bundle any more: begin another
     */
    public boolean add(String name, String type, long sizeBytes) {
        long offset = placeOf(sizeBytes);
        int withIt = entriesBytes + BundleIndex.entryBytes(name, type);
        boolean fits =
                offset + sizeBytes <= MAX_CONTENT_BYTES
                        && offsets.size() < BundleIndex.MAX_FILE_COUNT
                        && BundleIndex.sizeBytes(withIt) <= BundleIndex.MAX_BYTES;
        if (fits) {
            offsets.add(offset);
            end = offset + sizeBytes;
            entriesBytes = withIt;
        }
        return fits;
    }

    private long placeOf(long sizeBytes) {
        long segmentEnd = (end / SEGMENT_BYTES + 1) * SEGMENT_BYTES;
        return sizeBytes <= MAX_WHOLE_BYTES && end + sizeBytes > segmentEnd ? segmentEnd : end;
    }

    /** Where the files begin, in the order in which they were added. */
    public List<Long> offsets() {
        return List.copyOf(offsets);
    }

    /** Where the index begins. */
    public long indexOffset() {
        return end;
    }

    /** Bytes of the whole bundle. */
    public long contentBytes() {
        return end + BundleIndex.sizeBytes(entriesBytes);
    }
}
