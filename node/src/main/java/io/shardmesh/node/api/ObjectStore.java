package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Store mode: files in, files out. Threading as in {@link Node}. */
public interface ObjectStore {
    /**
     * Seals and spreads what the source gives and enters it in the catalog.
     *
     * <p>Fails, after taking everything back, among others with {@link FailureKind#NO_MESH}, {@link
     * FailureKind#NO_PEERS}, {@link FailureKind#TOO_FEW_MACHINES} (how many were reached of how
     * many, and what would fit), {@link FailureKind#REFUSED} (too many readers), {@link
     * FailureKind#NO_SPACE}, or with what the source failed with.
     */
    Operation<PutOutcome> put(PutRequest request, ByteSource source);

    /**
     * Seals and spreads a bundle, and enters the files that are present in its index in the
     * catalog, each under its name and with the tags of the request, after the bundle is
     * acknowledged. Its own name is empty.
     *
     * <p>Fails as {@link #put} does, and with {@link FailureKind#MALFORMED} when the content does
     * not end in an index.
     *
     * @param request with the length of the content, which is that of a bundle
     * @param indexOffset where the index begins in it
     */
    Operation<PutOutcome> putBundle(PutRequest request, long indexOffset, ByteSource source);

    /**
     * Asks the holders for an object's records. Fails with {@link FailureKind#NOT_FOUND} when
     * nobody who could be asked has it, {@link FailureKind#NO_PEERS} when nobody could be asked.
     */
    CompletableFuture<Located> locate(Digest objectKey);

    /** Gets all of the content; see the other form. */
    default Operation<GetOutcome> get(Located located, FileKey fileKey, ByteSink sink) {
        return get(located, fileKey, Optional.empty(), sink);
    }

    /**
     * Fetches, verifies, opens and writes the content, or a range of it: then only the blocks that
     * it lies in are fetched, as long as they can be had.
     *
     * @param located what {@link #locate} gave, of this node or another; verified again
     * @param fileKey already checked by the caller against the manifest's commitment, and checked
     *     again here. It stays the caller's, who closes it after the outcome
     * @param range empty for all of it
     * @return fails among others with {@link FailureKind#NOT_ENOUGH_SHARDS} (how many of how many),
     *     {@link FailureKind#OUT_OF_RANGE}, {@link FailureKind#DAMAGED}, {@link
     *     FailureKind#WRONG_KEY}, or with what the sink failed with; the sink may by then have
     *     bytes, each of them right
     */
    Operation<GetOutcome> get(
            Located located, FileKey fileKey, Optional<ByteRange> range, ByteSink sink);

    /** Asks who holds which part of an object, alive or not. Fails as {@link #locate} does. */
    CompletableFuture<Distribution> distribution(Digest objectKey);

    /**
     * Lets one more reader open an object of this owner. Who is a reader already makes no change.
     *
     * <p>Fails among others with {@link FailureKind#REFUSED} (another's object, or 64 readers),
     * {@link FailureKind#WRONG_KEY}, {@link FailureKind#TOO_FEW_MACHINES} (how many holders have
     * it; those keep it), or as {@link #locate} does.
     *
     * @param fileKey of the object; stays the caller's, who closes it after the outcome
     */
    CompletableFuture<ShareOutcome> share(
            Digest objectKey, FileKey fileKey, ReadingPublicKey reader);

    /**
     * Leaves a reader out of an object of this owner, or all but the owner. Who has read before may
     * have kept the file key, and opens the same object with it for as long as it can be fetched.
     *
     * <p>Fails as {@link #share} does, and with {@link FailureKind#NOT_FOUND} when it is no reader.
     *
     * @param reader empty for all of them
     */
    CompletableFuture<ShareOutcome> unshare(Digest objectKey, Optional<ReadingPublicKey> reader);
}
