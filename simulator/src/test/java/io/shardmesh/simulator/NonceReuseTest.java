package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SealedRecord;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.seal.v1.RecordingProvider;
import io.shardmesh.crypto.seal.v1.SealedLayout;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.PutOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Goal: in whole puts nothing is sealed twice under one key and nonce: not content, not metadata,
 * not the file key for its readers, not the catalog's records, not the frames on the network.
 * Method: record each pair at the cipher itself while a mesh works.
 */
@Isolated("what is recorded is all that this process seals")
class NonceReuseTest {
    /** Four stripes at 4+2, the last one short, so full and last segments are among them. */
    private static final int STRIPED_BYTES = 13_000_000;

    private static final int INLINE_BYTES = 1_000;

    private final RecordingProvider provider = RecordingProvider.install();
    private final SimulatedMesh mesh = SimulatedMesh.joined(31, 7);

    @AfterEach
    void remove() {
        provider.close();
    }

    @Test
    void put_sameContentAgainAndAgain_neverSealsTwiceUnderOneKeyAndNonce() {
        byte[] large = mesh.randomSource().bytes(STRIPED_BYTES);
        byte[] small = mesh.randomSource().bytes(INLINE_BYTES);
        int before = provider.sealed().size();
        for (int round = 0; round < 2; round++) {
            PutOutcome striped = mesh.await(mesh.put("large", large).outcome());
            PutOutcome inline = mesh.await(mesh.put("small", small).outcome());
            assertArrayEquals(large, mesh.get(striped.objectKey()));
            assertArrayEquals(small, mesh.get(inline.objectKey()));
        }
        assertTrue(provider.sealed().size() - before > 2 * aesCount(STRIPED_BYTES));
        assertEquals(Set.of(), provider.repeated());
    }

    @Test
    void put_retriedAfterEveryWayToFail_neverSealsTwiceUnderOneKeyAndNonce() {
        byte[] content = mesh.randomSource().bytes(STRIPED_BYTES);
        fail(endingWith(content, Failing.CHANGED), FailureKind.SOURCE_CHANGED);
        cancelMidway(content);
        mesh.holders().subList(3, 7).forEach(SimulatedNode::kill);
        mesh.time().advance(Duration.ofSeconds(2));
        fail(SimulatedMesh.source(content), FailureKind.TOO_FEW_MACHINES);
        mesh.holders().subList(3, 7).forEach(SimulatedNode::start);
        mesh.client().crash();
        mesh.client().start();
        mesh.settle();
        PutOutcome stored = mesh.await(mesh.put("a", content).outcome());
        assertArrayEquals(content, mesh.get(stored.objectKey()));
        assertEquals(Set.of(), provider.repeated());
    }

    /** The control: a source of randomness that repeats itself is seen. */
    @Test
    void recorder_whenANonceIsUsedAgain_namesIt() {
        RandomSource repeating = bytes -> Arrays.fill(bytes, (byte) 7);
        try (SecretBytes key = SecretBytes.takeOver(new byte[SealedRecord.KEY_BYTES])) {
            for (int i = 0; i < 2; i++) {
                SealedRecord.seal(key, new byte[0], new byte[] {(byte) i}, repeating);
            }
        }
        assertEquals(1, provider.repeated().size());
    }

    private static long aesCount(long plainBytes) {
        return Math.ceilDiv(plainBytes, SealedLayout.SEGMENT_PLAIN_BYTES);
    }

    private enum Failing {
        CHANGED,
        SILENT
    }

    /** Gives the content, and in the place of its end a failure or nothing at all. */
    private static ByteSource endingWith(byte[] content, Failing end) {
        ByteSource source = SimulatedMesh.source(content);
        return target ->
                source.read(target)
                        .thenCompose(count ->
                                count >= 0
                                        ? CompletableFuture.completedFuture(count)
                                        : switch (end) {
                                            case CHANGED ->
                                                    CompletableFuture.failedFuture(changed());
                                            case SILENT -> new CompletableFuture<>();
                                        });
    }

    private static RuntimeException changed() {
        return new Failure(FailureKind.SOURCE_CHANGED, "read", "a", "it changed").exception();
    }

    private void fail(ByteSource source, FailureKind expected) {
        Operation<PutOutcome> put = mesh.put(mesh.client(), SimulatedMesh.request("a"), source);
        assertEquals(expected, Failures.of(mesh, put.outcome()).kind());
    }

    private void cancelMidway(byte[] content) {
        ByteSource source = endingWith(content, Failing.SILENT);
        Operation<PutOutcome> put = mesh.put(mesh.client(), SimulatedMesh.request("a"), source);
        assertTrue(
                mesh.time()
                        .runUntil(
                                () -> put.progress().doneBytes() > STRIPED_BYTES / 2,
                                Duration.ofSeconds(60)));
        put.cancel();
        assertEquals(FailureKind.CANCELLED, Failures.of(mesh, put.outcome()).kind());
    }
}
