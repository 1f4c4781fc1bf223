package io.shardmesh.node.record;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;

/**
 * Where the catalog log of one device of an owner lies in the mesh; only who has the owner's
 * catalog key can read it. Of one owner and device the highest sequence counts. See {@code
 * docs/formats/catalog-head.md}.
 *
 * @param owner whose catalog, and whose signature
 * @param device the log's 16 random bytes
 * @param sequence max(previous + 1, now in milliseconds), so it is a date as well
 * @param sealed the list of segments, at most 48 KiB
 */
public record CatalogHead(VerifyingKey owner, Bytes device, long sequence, Bytes sealed) {
    /** Length of a device. */
    public static final int DEVICE_BYTES = 16;

    /** Most bytes of what is sealed. */
    public static final int MAX_SEALED_BYTES = 48 << 10;

    private static final RecordKind KIND = RecordKind.CATALOG_HEAD;

    /**
     * Checks lengths and sequence.
     *
     * @throws IllegalArgumentException when they are out of bounds
     */
    public CatalogHead {
        if (device.size() != DEVICE_BYTES || sealed.size() > MAX_SEALED_BYTES || sequence < 0) {
            throw new IllegalArgumentException("device, sealed bytes or sequence out of bounds");
        }
    }

    /** Signs with the owner's key. */
    public SignedCatalogHead sign(SigningKey key, MeshId mesh) {
        byte[] body =
                RecordWriter.of(KIND)
                        .key(owner)
                        .raw(device.live())
                        .u64(sequence)
                        .bytes16(sealed.live())
                        .noExtensions()
                        .finish();
        return SignedCatalogHead.of(Signed.sign(Context.CATALOG_HEAD, key, mesh, body), this);
    }

    static CatalogHead read(RecordReader in) {
        VerifyingKey owner = in.key("owner");
        Bytes device = Bytes.takeOver(in.raw("device", DEVICE_BYTES));
        long sequence = in.u64("sequence");
        Bytes sealed = Bytes.takeOver(in.bytes16("sealed", 0, MAX_SEALED_BYTES));
        in.extensions();
        return new CatalogHead(owner, device, sequence, sealed);
    }
}
