package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.erasure.StripeLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an object is, written once by its owner when the last byte is known: lengths, the key of
 * every shard or the content itself, a commitment to the file key, and the sealed {@link Metadata}.
 * See {@code docs/formats/manifest.md}.
 *
 * @param objectKey the object that it describes
 * @param layout scheme, block size and sealed length
 * @param content the shard keys or the sealed bytes
 * @param keyCommitment what the file key must commit to before anything is opened with it
 * @param sealedMetadata name, true size, type, mode and times, for readers alone
 */
public record Manifest(
        Digest objectKey,
        StripeLayout layout,
        ObjectContent content,
        Digest keyCommitment,
        Bytes sealedMetadata) {
    private static final RecordKind KIND = RecordKind.MANIFEST;
    private static final int SEGMENT_BYTES = 65_536;
    private static final int TAG_BYTES = 16;
    private static final int FORM_SHARDS = 0;
    private static final int FORM_INLINE = 1;

    /**
     * Checks that all parts fit each other.
     *
     * @throws IllegalArgumentException naming the part that does not
     */
    public Manifest {
        ObjectHeader.blockSizeLog2(layout.blockBytes());
        checkSealedBytes(layout.sealedBytes());
        checkContent(layout, content);
        int metadataBytes = sealedMetadata.size();
        if (metadataBytes == 0 || metadataBytes > RecordLimits.SEALED_METADATA_BYTES) {
            throw new IllegalArgumentException("sealedMetadata has " + metadataBytes + " bytes");
        }
    }

    /** Data and parity shards. */
    public Scheme scheme() {
        return layout.scheme();
    }

    /** Bytes of a full block. */
    public int blockBytes() {
        return layout.blockBytes();
    }

    /** Bytes of the whole sealed object, before coding. */
    public long sealedBytes() {
        return layout.sealedBytes();
    }

    /** The key of each shard by index; empty for an inline object. */
    public List<Digest> shardKeys() {
        return switch (content) {
            case ObjectContent.Shards(List<Digest> keys) -> keys;
            case ObjectContent.Inline _ -> List.of();
        };
    }

    /** The sealed bytes of an inline object. */
    public Optional<Bytes> inlineContent() {
        return switch (content) {
            case ObjectContent.Shards _ -> Optional.empty();
            case ObjectContent.Inline(Bytes sealed) -> Optional.of(sealed);
        };
    }

    /** True when the manifest holds the object whole. */
    public boolean inline() {
        return content instanceof ObjectContent.Inline;
    }

    /** Signs with the owner's key, which must be the one in the object's header. */
    public SignedManifest sign(SigningKey owner, MeshId mesh) {
        return SignedManifest.of(Signed.sign(Context.MANIFEST, owner, mesh, encodeBody()), this);
    }

    private byte[] encodeBody() {
        RecordWriter out = RecordWriter.of(KIND).digest(objectKey);
        ObjectHeader.writeScheme(out, scheme());
        out.u8(ObjectHeader.blockSizeLog2(blockBytes())).u8(inline() ? FORM_INLINE : FORM_SHARDS);
        out.u64(sealedBytes()).digest(keyCommitment).bytes16(sealedMetadata.live());
        switch (content) {
            case ObjectContent.Shards(List<Digest> keys) -> keys.forEach(out::digest);
            case ObjectContent.Inline(Bytes sealed) -> out.bytes16(sealed.live());
        }
        return out.noExtensions().finish();
    }

    /** Reads the body; the signature is left to the caller. */
    static Manifest read(RecordReader in) {
        Digest objectKey = in.digest("objectKey");
        Scheme scheme = ObjectHeader.readScheme(in);
        int blockBytes = ObjectHeader.readBlockBytes(in);
        boolean inline = in.u8("form", FORM_SHARDS, FORM_INLINE) == FORM_INLINE;
        long sealedBytes =
                in.u64("sealedBytes", RecordLimits.MIN_SEALED_BYTES, RecordLimits.MAX_SEALED_BYTES);
        Digest commitment = in.digest("keyCommitment");
        byte[] metadata = in.bytes16("sealedMetadata", 1, RecordLimits.SEALED_METADATA_BYTES);
        ObjectContent content = inline ? readInline(in) : readShardKeys(in, scheme.total());
        in.extensions();
        try {
            StripeLayout layout = new StripeLayout(scheme, blockBytes, sealedBytes);
            return new Manifest(objectKey, layout, content, commitment, Bytes.takeOver(metadata));
        } catch (IllegalArgumentException e) {
            throw in.malformed("sealedBytes", String.valueOf(e.getMessage()));
        }
    }

    private static ObjectContent readInline(RecordReader in) {
        byte[] sealed =
                in.bytes16(
                        "inlineContent",
                        RecordLimits.MIN_SEALED_BYTES,
                        RecordLimits.INLINE_SEALED_BYTES);
        return new ObjectContent.Inline(Bytes.takeOver(sealed));
    }

    private static ObjectContent readShardKeys(RecordReader in, int count) {
        List<Digest> keys = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            keys.add(in.digest("shardKeys"));
        }
        return new ObjectContent.Shards(keys);
    }

    private static void checkSealedBytes(long sealedBytes) {
        if (sealedBytes < RecordLimits.MIN_SEALED_BYTES
                || sealedBytes > RecordLimits.MAX_SEALED_BYTES) {
            throw new IllegalArgumentException("sealedBytes " + sealedBytes + " is out of bounds");
        }
        long lastBytes = sealedBytes % SEGMENT_BYTES;
        if (lastBytes != 0 && lastBytes <= TAG_BYTES) {
            throw new IllegalArgumentException("sealedBytes leave a last segment without content");
        }
    }

    private static void checkContent(StripeLayout layout, ObjectContent content) {
        long sealedBytes = layout.sealedBytes();
        switch (content) {
            case ObjectContent.Inline(Bytes sealed) -> {
                if (sealed.size() != sealedBytes
                        || sealedBytes > RecordLimits.INLINE_SEALED_BYTES) {
                    throw new IllegalArgumentException("inlineContent is not of sealedBytes");
                }
            }
            case ObjectContent.Shards(List<Digest> keys) -> {
                if (keys.size() != layout.scheme().total()) {
                    throw new IllegalArgumentException("shardKeys are not one for each index");
                }
                if (sealedBytes <= RecordLimits.INLINE_SEALED_BYTES) {
                    throw new IllegalArgumentException("sealedBytes are few enough to be inline");
                }
            }
        }
    }
}
