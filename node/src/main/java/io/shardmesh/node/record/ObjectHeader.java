package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.erasure.Scheme;

/**
 * The first bytes of an object, made before any of its content is known. Its hash is the object key
 * that places and finds the object, and it is associated data of everything that is sealed for it.
 * Always {@value #SIZE_BYTES} bytes; see {@code docs/formats/object-header.md}.
 */
public final class ObjectHeader {
    /** Bytes of an encoded header. */
    public static final int SIZE_BYTES = 72;

    private static final RecordKind KIND = RecordKind.HEADER;

    /** Sealing as in {@code crypto.seal.v1} and coding over the field 0x11D. */
    private static final int FORMAT = 1;

    private static final int RANDOM_BYTES = 32;

    private final Bytes encoded;
    private final Scheme scheme;
    private final int blockBytes;
    private final VerifyingKey owner;
    private final Digest objectKey;

    private ObjectHeader(byte[] encoded) {
        RecordReader in = RecordReader.of(KIND, encoded);
        in.u8("format", FORMAT, FORMAT);
        this.scheme = readScheme(in);
        this.blockBytes = readBlockBytes(in);
        this.owner = in.key("owner");
        in.raw("random", RANDOM_BYTES);
        in.end();
        this.encoded = Bytes.of(encoded);
        this.objectKey = Blake3.hash(encoded);
    }

    /**
     * The header of a new object; no two are alike.
     *
     * @param blockBytes a power of two from 16 KiB to 1 MiB
     * @throws IllegalArgumentException on another block size
     */
    public static ObjectHeader create(
            Scheme scheme, int blockBytes, VerifyingKey owner, RandomSource random) {
        RecordWriter out = RecordWriter.of(KIND).u8(FORMAT);
        writeScheme(out, scheme);
        out.u8(blockSizeLog2(blockBytes)).key(owner).raw(random.bytes(RANDOM_BYTES));
        return new ObjectHeader(out.finish());
    }

    /**
     * Reads a header.
     *
     * @throws MalformedRecordException when the bytes are not one
     */
    public static ObjectHeader decode(byte[] bytes) {
        return new ObjectHeader(bytes);
    }

    /** The {@value #SIZE_BYTES} bytes, as a copy. */
    public byte[] encode() {
        return encoded.toArray();
    }

    /** BLAKE3 of the header: the address of the object. */
    public Digest objectKey() {
        return objectKey;
    }

    /** How many data and parity shards the object has. */
    public Scheme scheme() {
        return scheme;
    }

    /** Bytes of a full block, a power of two. */
    public int blockBytes() {
        return blockBytes;
    }

    /** The key that signs this object's manifest, envelope and first lease. */
    public VerifyingKey owner() {
        return owner;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectHeader header && encoded.equals(header.encoded);
    }

    @Override
    public int hashCode() {
        return objectKey.hashCode();
    }

    @Override
    public String toString() {
        return "object " + objectKey + " " + scheme;
    }

    static Scheme readScheme(RecordReader in) {
        int data = in.u8("data", 1, 255);
        int parity = in.u8("parity", 0, 255 - data);
        return new Scheme(data, parity);
    }

    static void writeScheme(RecordWriter out, Scheme scheme) {
        out.u8(scheme.data()).u8(scheme.parity());
    }

    static int readBlockBytes(RecordReader in) {
        int log2 =
                in.u8(
                        "blockSize",
                        RecordLimits.MIN_BLOCK_SIZE_LOG2,
                        RecordLimits.MAX_BLOCK_SIZE_LOG2);
        return 1 << log2;
    }

    static int blockSizeLog2(int blockBytes) {
        int log2 = Integer.numberOfTrailingZeros(blockBytes);
        if (Integer.bitCount(blockBytes) != 1
                || log2 < RecordLimits.MIN_BLOCK_SIZE_LOG2
                || log2 > RecordLimits.MAX_BLOCK_SIZE_LOG2) {
            throw new IllegalArgumentException(blockBytes + " is not a block size");
        }
        return log2;
    }
}
