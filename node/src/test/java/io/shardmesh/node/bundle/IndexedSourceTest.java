package io.shardmesh.node.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class IndexedSourceTest {
    private static final int FILE_BYTES = 100;

    @Test
    void index_afterReadsOfAnySize_isWhatTheContentEndsIn() {
        byte[] content = content();
        for (int piece = 1; piece <= content.length; piece += 7) {
            IndexedSource source =
                    IndexedSource.of(pieces(content, piece), FILE_BYTES, content.length);
            ByteBuffer read = ByteBuffer.allocate(content.length + 1);
            while (source.read(read).join() >= 0) {
                assertEquals(Optional.empty(), source.index());
            }
            assertEquals(ByteBuffer.wrap(content), read.flip());
            assertEquals(index(), source.index().orElseThrow(), "pieces of " + piece);
        }
    }

    @Test
    void read_contentOfAnotherLengthOrWithoutIndex_failsAtItsEnd() {
        byte[] content = content();
        assertMalformed(content, FILE_BYTES, content.length + 1);
        assertMalformed(content, FILE_BYTES, content.length - 1);
        assertMalformed(content, FILE_BYTES - 1, content.length);
        assertMalformed(new byte[content.length], FILE_BYTES, content.length);
    }

    @Test
    void of_indexThatIsTooLarge_isRefusedBeforeItIsAllocated() {
        assertThrows(
                FailureException.class,
                () -> IndexedSource.of(pieces(content(), 1), 0, Long.MAX_VALUE));
        assertThrows(FailureException.class, () -> IndexedSource.of(pieces(content(), 1), 10, 9));
    }

    private static void assertMalformed(byte[] content, long offset, long length) {
        IndexedSource source = IndexedSource.of(pieces(content, 50), offset, length);
        ByteBuffer read = ByteBuffer.allocate(2 * content.length);
        CompletionException thrown =
                assertThrows(
                        CompletionException.class,
                        () -> {
                            while (source.read(read).join() >= 0) {
                                read.mark();
                            }
                        });
        assertEquals(FailureKind.MALFORMED, FailureException.find(thrown).orElseThrow().kind());
    }

    private static ByteSource pieces(byte[] content, int piece) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        return target -> {
            int count = Math.min(piece, Math.min(rest.remaining(), target.remaining()));
            target.put(rest.slice(rest.position(), count));
            rest.position(rest.position() + count);
            return CompletableFuture.completedFuture(count == 0 ? -1 : count);
        };
    }

    private static BundleIndex index() {
        BundledFile.Facts facts = new BundledFile.Facts("", 0, Instant.EPOCH);
        BundledFile file =
                new BundledFile("a", 0, FILE_BYTES, Blake3.hash(new byte[FILE_BYTES]), facts);
        return new BundleIndex(List.of(new BundleIndex.Entry(file, true)));
    }

    private static byte[] content() {
        byte[] index = index().encode();
        return ByteBuffer.allocate(FILE_BYTES + index.length).put(FILE_BYTES, index).array();
    }
}
