package io.shardmesh.node.bundle;

import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Passes the content of a bundle on and keeps its index, by which the catalog names what lies in
 * it. Content that does not end in an index fails at its end, so that the put of it fails.
 */
public final class IndexedSource implements ByteSource {
    private final ByteSource content;
    private final long indexOffset;
    private final ByteBuffer tail;
    private long readBytes;
    private @Nullable BundleIndex index;

    private IndexedSource(ByteSource content, long indexOffset, int indexBytes) {
        this.content = content;
        this.indexOffset = indexOffset;
        this.tail = ByteBuffer.allocate(indexBytes);
    }

    /**
     * Fails with MALFORMED when such an index would be too large, before anything is allocated.
     *
     * @param indexOffset where the index begins
     * @param contentBytes where it ends
     */
    public static IndexedSource of(ByteSource content, long indexOffset, long contentBytes) {
        long indexBytes = contentBytes - indexOffset;
        if (indexOffset < 0 || indexBytes < 0 || indexBytes > BundleIndex.MAX_BYTES) {
            throw malformed("an index of " + indexBytes + " bytes");
        }
        return new IndexedSource(content, indexOffset, (int) indexBytes);
    }

    private static RuntimeException malformed(String cause) {
        return new Failure(FailureKind.MALFORMED, "put", "a bundle", cause).exception();
    }

    @Override
    public CompletableFuture<Integer> read(ByteBuffer target) {
        int from = target.position();
        return content.read(target)
                .thenApply(count -> {
                    if (count < 0) {
                        end();
                    } else {
                        keep(target, from, count);
                    }
                    return count;
                });
    }

    private void keep(ByteBuffer target, int from, int count) {
        long skipped = Math.clamp(indexOffset - readBytes, 0, count);
        readBytes += count;
        int kept = count - (int) skipped;
        if (kept > tail.remaining()) {
            throw malformed("it is longer than was said");
        }
        tail.put(target.slice(from + (int) skipped, kept));
    }

    private void end() {
        if (tail.hasRemaining()) {
            throw malformed("it is shorter than was said");
        }
        index =
                BundleIndex.decode(tail.array(), indexOffset)
                        .orElseThrow(() -> malformed("it does not end in an index"));
    }

    /** The index; empty before the content has ended. */
    public Optional<BundleIndex> index() {
        return Optional.ofNullable(index);
    }
}
