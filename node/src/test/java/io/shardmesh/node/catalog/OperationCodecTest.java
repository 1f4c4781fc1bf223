package io.shardmesh.node.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.catalog.Operation.FileFacts;
import io.shardmesh.node.catalog.Operation.Holder;
import io.shardmesh.node.catalog.Operation.Put;
import io.shardmesh.node.catalog.Operation.Shards;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OperationCodecTest {

    /** Hybrid time, kind, and the body's fields up to the readers. */
    private static final int READER_COUNT_OFFSET = 8 + 1 + 32 + 3 * 8;

    /** The plaintext of {@link Samples#inlinePut} ends with one holder of 2 + 34 bytes. */
    private static final int LAST_HOLDER_BYTES = 36;

    private static final Put INLINE = Samples.inlinePut("n", 1);

    @Test
    void decode_everyFieldAtItsLimit_givesWhatWasEncoded() {
        var put = fullPut();
        byte[] plain = OperationCodec.encode(1, put);
        assertEquals(Optional.of(new OperationCodec.Decoded(1, put)), OperationCodec.decode(plain));
    }

    @Test
    void decode_putCutAnywhere_isNoOperation() {
        byte[] plain = OperationCodec.encode(1, INLINE);
        for (int cut = 9; cut < plain.length; cut++) {
            assertEquals(
                    Optional.empty(),
                    OperationCodec.decode(Arrays.copyOf(plain, cut)),
                    "cut at " + cut);
        }
    }

    @Test
    void decode_bundleAndItsFile_giveWhatWasEncodedAndNothingWhenCut() {
        for (Operation operation : Samples.bundle(7, 1, "red", "blue")) {
            byte[] plain = OperationCodec.encode(5, operation);
            assertEquals(
                    Optional.of(new OperationCodec.Decoded(5, operation)),
                    OperationCodec.decode(plain));
            for (int cut = 9; cut < plain.length; cut++) {
                assertEquals(
                        Optional.empty(),
                        OperationCodec.decode(Arrays.copyOf(plain, cut)),
                        "cut at " + cut);
            }
        }
    }

    @Test
    void decode_bytesBehindTheHolders_areIgnored() {
        byte[] plain = OperationCodec.encode(1, INLINE);
        byte[] longer = Arrays.copyOf(plain, plain.length + 9);
        assertEquals(OperationCodec.decode(plain), OperationCodec.decode(longer));
    }

    @Test
    void decode_fieldOutOfBounds_isNoOperation() {
        int end = OperationCodec.encode(1, INLINE).length;
        assertEquals(Optional.empty(), decodeWith(READER_COUNT_OFFSET, 0));
        assertEquals(Optional.empty(), decodeWith(READER_COUNT_OFFSET, 65));
        assertEquals(Optional.empty(), decodeWith(end - LAST_HOLDER_BYTES, 255));
        assertEquals(Optional.empty(), decodeWith(end - LAST_HOLDER_BYTES + 2, 0x13));
        assertEquals(Optional.empty(), decodeWith(aimedAtOffset(end), 2));
    }

    @Test
    void put_outsideItsLimits_isRefused() {
        var scheme = new Scheme(4, 2);
        var holders = List.of(Samples.holder(0), Samples.holder(1));
        assertThrows(IllegalArgumentException.class, () -> new Shards(scheme, false, 1, holders));
        var twice = List.of(Samples.holder(1), Samples.holder(1));
        assertThrows(IllegalArgumentException.class, () -> new Shards(scheme, false, 6, twice));
        assertThrows(
                IllegalArgumentException.class, () -> new Holder(255, holders.getFirst().peer()));
        assertThrows(IllegalArgumentException.class, () -> Samples.put("é".repeat(512) + "x", 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new FileFacts(-1, "", Samples.MODIFIED, Samples.NOW));
    }

    private static Optional<OperationCodec.Decoded> decodeWith(int offset, int value) {
        byte[] plain = OperationCodec.encode(1, INLINE);
        plain[offset] = (byte) value;
        return OperationCodec.decode(plain);
    }

    /** Two bytes before the three holders, of whom two have Ed25519 ids of 38 bytes. */
    private static int aimedAtOffset(int end) {
        return end - LAST_HOLDER_BYTES - 2 * 40 - 2;
    }

    private static Put fullPut() {
        var holders = IntStream.range(0, Scheme.MAX_TOTAL).mapToObj(Samples::holder).toList();
        var tags = IntStream.range(0, Limits.MAX_TAGS).mapToObj("%0255d"::formatted).toList();
        var file = new FileFacts(Long.MAX_VALUE, "t".repeat(255), Samples.MODIFIED, Samples.NOW);
        var shards = new Shards(new Scheme(200, 55), false, Scheme.MAX_TOTAL, holders);
        return new Put("é".repeat(512), Samples.key(1), file, tags, 64, shards);
    }
}
