package io.shardmesh.crypto.seal.v1;

/** Arithmetic of sealed content: padding, segments, lengths. All results are exact or it throws. */
public final class SealedLayout {
    /** Plaintext of a full segment. */
    public static final int SEGMENT_PLAIN_BYTES = 65_520;

    /** Tag behind each segment. */
    public static final int TAG_BYTES = 16;

    /** A full segment, sealed; 16 of them fill a block of 1 MiB. */
    public static final int SEGMENT_SEALED_BYTES = SEGMENT_PLAIN_BYTES + TAG_BYTES;

    /** Most segments under one key, and so the bound of an object. */
    public static final long MAX_SEGMENT_COUNT = 1L << 32;

    /** Longest content, before sealing. */
    public static final long MAX_PLAIN_BYTES = MAX_SEGMENT_COUNT * SEGMENT_PLAIN_BYTES;

    /** Least padded size. */
    public static final int MIN_PADDED_BYTES = 1024;

    private SealedLayout() {}

    /** Segments of a content; an empty one has one empty segment. */
    public static long segmentCount(long plainBytes) {
        return Math.max(1, Math.ceilDiv(checked(plainBytes), SEGMENT_PLAIN_BYTES));
    }

    /** Length of a content once sealed. */
    public static long sealedBytes(long plainBytes) {
        return plainBytes + segmentCount(plainBytes) * TAG_BYTES;
    }

    /**
     * Length of the content that sealed to this length.
     *
     * @throws IllegalArgumentException when no content seals to this length
     */
    public static long plainBytes(long sealedBytes) {
        if (sealedBytes < 0 || sealedBytes > MAX_SEGMENT_COUNT * SEGMENT_SEALED_BYTES) {
            throw new IllegalArgumentException("no sealed length: " + sealedBytes);
        }
        long segments = Math.max(1, Math.ceilDiv(sealedBytes, SEGMENT_SEALED_BYTES));
        long plainBytes = sealedBytes - segments * TAG_BYTES;
        if (plainBytes < 0 || sealedBytes(plainBytes) != sealedBytes) {
            throw new IllegalArgumentException("no sealed length: " + sealedBytes);
        }
        return plainBytes;
    }

    /** Index of the segment that holds this byte of the plaintext. */
    public static long segmentIndex(long plainOffset) {
        return checked(plainOffset) / SEGMENT_PLAIN_BYTES;
    }

    /** Where a segment starts in the sealed bytes. */
    public static long sealedOffset(long segmentIndex) {
        if (segmentIndex < 0 || segmentIndex >= MAX_SEGMENT_COUNT) {
            throw new IllegalArgumentException("no segment " + segmentIndex);
        }
        return segmentIndex * SEGMENT_SEALED_BYTES;
    }

    /**
     * The size that a content of this size is padded to with zeros before it is sealed: at least
     * 1,024, then Padmé ("Reducing Metadata Leakage from Encrypted Files", 2019, §4): with E the
     * exponent of the size and S the number of bits of E, the lowest E − S bits are rounded up to
     * zero. Costs at most 12 %, leaks O(log log size) bits.
     */
    public static long paddedBytes(long sizeBytes) {
        checked(sizeBytes);
        if (sizeBytes <= MIN_PADDED_BYTES) {
            return MIN_PADDED_BYTES;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(sizeBytes);
        int exponentBits = 32 - Integer.numberOfLeadingZeros(exponent);
        long mask = (1L << (exponent - exponentBits)) - 1;
        return checked((sizeBytes + mask) & ~mask);
    }

    private static long checked(long plainBytes) {
        if (plainBytes < 0 || plainBytes > MAX_PLAIN_BYTES) {
            throw new IllegalArgumentException("no content length: " + plainBytes);
        }
        return plainBytes;
    }
}
