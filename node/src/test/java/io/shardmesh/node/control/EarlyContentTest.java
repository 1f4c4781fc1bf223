package io.shardmesh.node.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class EarlyContentTest {
    private static final byte[] CONTENT = NodeContract.content(5000);

    @Test
    void whole_bytesThatAreThere_areAllOfThem() {
        EarlyContent content = EarlyContent.of(source(CONTENT), CONTENT.length);
        assertArrayEquals(CONTENT, content.whole().orElseThrow());
        assertArrayEquals(CONTENT, readAll(content), "who asks all the same gets them again");
    }

    @Test
    void whole_nothing_isEmptyContent() {
        EarlyContent content = EarlyContent.of(source(new byte[0]), 0);
        assertEquals(0, content.whole().orElseThrow().length);
        assertEquals(0, readAll(content).length);
    }

    @Test
    void whole_moreThanWasExpected_isUnknownAndNothingIsLost() {
        EarlyContent content = EarlyContent.of(source(CONTENT), CONTENT.length - 1000);
        assertFalse(content.whole().isPresent());
        assertArrayEquals(CONTENT, readAll(content));
    }

    @Test
    void whole_longContent_isNotReadAhead() {
        EarlyContent content =
                EarlyContent.of(
                        target -> {
                            throw new AssertionError("read into " + target);
                        },
                        10_000_000);
        assertFalse(content.whole().isPresent());
    }

    @Test
    void whole_sourceThatIsSlow_isWaitedForByWhoReads() {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        ByteSource rest = source(CONTENT);
        ByteBuffer[] asked = new ByteBuffer[1];
        ByteSource slow =
                target -> {
                    if (asked[0] != null) {
                        return rest.read(target);
                    }
                    asked[0] = target;
                    return first;
                };
        EarlyContent content = EarlyContent.of(slow, CONTENT.length);
        assertFalse(content.whole().isPresent());
        ByteBuffer target = ByteBuffer.allocate(2);
        CompletableFuture<Integer> read = content.read(target);
        assertFalse(read.isDone());
        asked[0].put(new byte[] {7, 8, 9});
        first.complete(3);
        assertEquals(2, read.join());
        assertArrayEquals(new byte[] {7, 8}, target.array());
        byte[] left = readAll(content);
        assertEquals(1 + CONTENT.length, left.length);
        assertEquals(9, left[0]);
    }

    @Test
    void whole_sourceThatFails_failsForWhoReads() {
        Failure why = new Failure(FailureKind.SOURCE_CHANGED, "read", "f", "it grew");
        EarlyContent content =
                EarlyContent.of(_ -> CompletableFuture.failedFuture(why.exception()), 10);
        assertEquals(Optional.empty(), content.whole());
        CompletableFuture<Integer> read = content.read(ByteBuffer.allocate(10));
        assertTrue(read.isCompletedExceptionally());
        assertEquals(why, NodeContract.failureOf(read));
    }

    private static ByteSource source(byte[] content) {
        ByteBuffer left = ByteBuffer.wrap(content);
        return target -> {
            int count = Math.min(left.remaining(), Math.min(target.remaining(), 1500));
            target.put(left.slice(left.position(), count));
            left.position(left.position() + count);
            return CompletableFuture.completedFuture(count == 0 ? -1 : count);
        };
    }

    private static byte[] readAll(ByteSource source) {
        var all = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(700);
        while (source.read(part).join() >= 0) {
            all.write(part.array(), 0, part.position());
            part.clear();
        }
        return all.toByteArray();
    }
}
