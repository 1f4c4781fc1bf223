package io.shardmesh.erasure;

/**
 * Where the sealed bytes of an object lie in its blocks and shards; arithmetic only, the normative
 * text is {@code docs/formats/erasure.md}.
 *
 * <p>The sealed bytes are cut into stripes of k·B bytes. In a full stripe data block i holds bytes
 * [i·B, (i+1)·B) of the stripe. In a last stripe that is not full every block, parity too, is
 * ceil(rest/k) bytes; data blocks are filled in order, with zeros after the end. Shard i is block i
 * of every stripe in order, so all shards of an object are equally long.
 *
 * @param scheme k+m
 * @param blockBytes B; a power of two from 16 KiB to 1 MiB
 * @param sealedBytes length of the sealed content, 0 to 2^48
 */
public record StripeLayout(Scheme scheme, int blockBytes, long sealedBytes) {

    /** Smaller blocks would spend more on paths and messages than on content. */
    public static final int MIN_BLOCK_BYTES = 16 << 10;

    /** A block is held in memory whole, by every peer that handles it. */
    public static final int MAX_BLOCK_BYTES = 1 << 20;

    /** 2^32 segments of 64 KiB, all that one file key may seal. */
    public static final long MAX_SEALED_BYTES = 1L << 48;

    /** A byte of the sealed content: in data block {@code dataIndex} of a stripe, at an offset. */
    public record Place(long stripe, int dataIndex, int offsetBytes) {}

    /** Checks the limits; throws {@link IllegalArgumentException} outside them. */
    public StripeLayout {
        if (Integer.bitCount(blockBytes) != 1
                || blockBytes < MIN_BLOCK_BYTES
                || blockBytes > MAX_BLOCK_BYTES) {
            throw new IllegalArgumentException("block size " + blockBytes);
        }
        if (sealedBytes < 0 || sealedBytes > MAX_SEALED_BYTES) {
            throw new IllegalArgumentException("sealed size " + sealedBytes);
        }
    }

    /** Sealed bytes in a full stripe, k·B. */
    public long stripeBytes() {
        return (long) scheme.data() * blockBytes;
    }

    /** Stripes of the object, which is also the number of blocks of each shard. */
    public long stripeCount() {
        return Math.ceilDiv(sealedBytes, stripeBytes());
    }

    /** Length of every block, data and parity, of that stripe. */
    public int blockBytesIn(long stripe) {
        return Math.toIntExact(Math.ceilDiv(sealedBytesIn(stripe), scheme.data()));
    }

    /** Sealed bytes in that stripe; the rest of its data blocks is zeros. */
    public long sealedBytesIn(long stripe) {
        if (stripe < 0 || stripe >= stripeCount()) {
            throw new IndexOutOfBoundsException("stripe " + stripe + " of " + stripeCount());
        }
        return Math.min(stripeBytes(), sealedBytes - stripe * stripeBytes());
    }

    /** Sealed bytes in that data block; what is left of {@link #blockBytesIn} is zeros. */
    public int sealedBytesIn(long stripe, int dataIndex) {
        requireDataIndex(dataIndex);
        int block = blockBytesIn(stripe);
        long left = sealedBytesIn(stripe) - (long) dataIndex * block;
        return (int) Math.clamp(left, 0L, block);
    }

    /**
     * Offset in the sealed content of the first byte of that data block. For a block of zeros alone
     * it is the end of the content.
     */
    public long sealedOffset(long stripe, int dataIndex) {
        requireDataIndex(dataIndex);
        long inStripe = Math.min((long) dataIndex * blockBytesIn(stripe), sealedBytesIn(stripe));
        return stripe * stripeBytes() + inStripe;
    }

    /** Where the byte at that offset of the sealed content lies. */
    public Place locate(long sealedOffset) {
        if (sealedOffset < 0 || sealedOffset >= sealedBytes) {
            throw new IndexOutOfBoundsException("byte " + sealedOffset + " of " + sealedBytes);
        }
        long stripe = sealedOffset / stripeBytes();
        long inStripe = sealedOffset % stripeBytes();
        int block = blockBytesIn(stripe);
        return new Place(stripe, (int) (inStripe / block), (int) (inStripe % block));
    }

    /** Offset in every shard of its block of that stripe. */
    public long shardOffset(long stripe) {
        if (stripe < 0 || stripe >= stripeCount()) {
            throw new IndexOutOfBoundsException("stripe " + stripe + " of " + stripeCount());
        }
        return stripe * blockBytes;
    }

    /** Length of each of the k+m shards. */
    public long shardBytes() {
        long last = stripeCount() - 1;
        return last < 0 ? 0 : shardOffset(last) + blockBytesIn(last);
    }

    private void requireDataIndex(int dataIndex) {
        if (dataIndex < 0 || dataIndex >= scheme.data()) {
            throw new IndexOutOfBoundsException("data block " + dataIndex + " of " + scheme);
        }
    }
}
