package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.SignedEnvelope;
import io.shardmesh.node.record.SignedManifest;
import java.util.Optional;

/**
 * An object that was found: its public records, exactly as the holders signed them, already
 * verified by the node that found it.
 *
 * <p>The asker unwraps the file key from the envelope by itself and then asks for the content.
 */
public final class Located {
    private final Digest objectKey;
    private final byte[] header;
    private final byte[] manifest;
    private final byte[] envelope;
    private final int foundCount;
    private final int neededCount;

    private Located(Digest objectKey, Records records, int foundCount, int neededCount) {
        this.objectKey = objectKey;
        this.header = records.header().clone();
        this.manifest = records.manifest().clone();
        this.envelope = records.envelope().clone();
        this.foundCount = foundCount;
        this.neededCount = neededCount;
    }

    /**
     * Makes the answer.
     *
     * @param records the encoded records; copied
     * @param foundCount complete shards (or copies) that answered
     * @param neededCount how many of them a get needs
     */
    public static Located of(Digest objectKey, Records records, int foundCount, int neededCount) {
        return new Located(objectKey, records, foundCount, neededCount);
    }

    /** Returns the object's key. */
    public Digest objectKey() {
        return objectKey;
    }

    /** Returns a copy of the object header. */
    public byte[] header() {
        return header.clone();
    }

    /** Returns a copy of the signed manifest. */
    public byte[] manifest() {
        return manifest.clone();
    }

    /** Returns a copy of the signed envelope. */
    public byte[] envelope() {
        return envelope.clone();
    }

    /**
     * Unwraps the file key that the envelope keeps for a reader; checked against the manifest's
     * commitment.
     *
     * @return empty when the object was not sealed for this reader; else the caller's to close
     */
    public Optional<FileKey> fileKey(ReadingKey reader) {
        for (Bytes wrapped : SignedEnvelope.decode(envelope).envelope().wrappedKeys()) {
            Optional<SecretBytes> secret = reader.open(wrapped.toArray());
            if (secret.isPresent()) {
                FileKey key = FileKey.of(secret.get());
                if (opensWith(key)) {
                    return Optional.of(key);
                }
                key.close();
            }
        }
        return Optional.empty();
    }

    /** Says whether a key is the one that the manifest commits to. */
    public boolean opensWith(FileKey key) {
        Digest commitment = SignedManifest.decode(manifest).manifest().keyCommitment();
        return key.commitment(header).equals(commitment);
    }

    /** Returns how many complete shards, or copies of an inline object, answered. */
    public int foundCount() {
        return foundCount;
    }

    /** Returns how many of them a get needs. */
    public int neededCount() {
        return neededCount;
    }

    /**
     * The encoded records of an object, handed over.
     *
     * @param header object header
     * @param manifest signed manifest
     * @param envelope signed envelope
     */
    @SuppressWarnings("ArrayRecordComponent") // Only a bundle of arguments, never compared.
    public record Records(byte[] header, byte[] manifest, byte[] envelope) {}
}
