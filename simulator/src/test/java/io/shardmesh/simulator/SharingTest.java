package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.ShareOutcome;
import io.shardmesh.node.record.ObjectLink;
import io.shardmesh.node.record.ShardRecord;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers come and go; holders follow, those that were away too. */
final class SharingTest {
    private final SimulatedMesh mesh = SimulatedMesh.joined(41, 7);
    private final SimulatedNode reader = mesh.holders().get(6);
    private byte[] content = {};

    private Digest put(int sizeBytes) {
        content = mesh.randomSource().bytes(sizeBytes);
        return mesh.await(mesh.put("shared", content).outcome()).objectKey();
    }

    private static ReadingPublicKey keyOf(SimulatedNode node) {
        try (ReadingKey key = node.keyring().readingKey(0)) {
            return key.publicKey();
        }
    }

    private CompletableFuture<ShareOutcome> share(Digest key, ReadingPublicKey to) {
        Located located = mesh.await(mesh.client().node().objects().locate(key));
        FileKey fileKey = SimulatedMesh.fileKey(mesh.client(), located);
        return mesh.client()
                .node()
                .objects()
                .share(key, fileKey, to)
                .whenComplete((done, trouble) -> fileKey.close());
    }

    private Located locate(SimulatedNode at, Digest key) {
        return mesh.await(at.node().objects().locate(key));
    }

    private byte[] read(SimulatedNode at, Digest key) {
        Located located = locate(at, key);
        try (FileKey fileKey = SimulatedMesh.fileKey(at, located)) {
            return read(at, located, fileKey);
        }
    }

    private byte[] read(SimulatedNode at, Located located, FileKey fileKey) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        mesh.await(
                at.node()
                        .objects()
                        .get(
                                located,
                                fileKey,
                                bytes -> {
                                    byte[] piece = new byte[bytes.remaining()];
                                    bytes.get(piece);
                                    all.writeBytes(piece);
                                    return CompletableFuture.allOf();
                                })
                        .outcome());
        return all.toByteArray();
    }

    private long sequenceAt(SimulatedNode holder, Digest key) {
        return mesh.await(holder.shards().find(key)).stream()
                .map(ShardRecord::envelope)
                .mapToLong(envelope -> envelope.envelope().sequence())
                .min()
                .orElse(-1);
    }

    private List<SimulatedNode> holdersOf(Digest key) {
        return mesh.holders().stream()
                .filter(SimulatedNode::isRunning)
                .filter(holder -> sequenceAt(holder, key) >= 0)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 100_000})
    void reader_opensAfterShare_andNotAfterUnshare(int sizeBytes) {
        Digest key = put(sizeBytes);
        assertThrows(IllegalStateException.class, () -> read(reader, key));
        ShareOutcome shared = mesh.await(share(key, keyOf(reader)));
        assertEquals(2, shared.readerCount());
        assertEquals(List.of(), shared.away());
        assertEquals(holdersOf(key).size(), shared.holderCount());
        assertArrayEquals(content, read(reader, key));

        ShareOutcome again = mesh.await(share(key, keyOf(reader)));
        assertEquals(2, again.readerCount());

        ShareOutcome left =
                mesh.await(mesh.client().node().objects().unshare(key, Optional.of(keyOf(reader))));
        assertEquals(1, left.readerCount());
        assertThrows(IllegalStateException.class, () -> read(reader, key));
        assertArrayEquals(content, read(mesh.client(), key));
        assertEquals(
                FailureKind.NOT_FOUND,
                Failures.of(
                                mesh,
                                mesh.client()
                                        .node()
                                        .objects()
                                        .unshare(key, Optional.of(keyOf(reader))))
                        .kind());
    }

    @Test
    void unshare_ofAll_leavesTheOwner_whoCannotBeLeftOut() {
        Digest key = put(100_000);
        mesh.await(share(key, keyOf(reader)));
        mesh.await(share(key, keyOf(mesh.holders().get(5))));
        var objects = mesh.client().node().objects();
        assertEquals(
                FailureKind.REFUSED,
                Failures.of(mesh, objects.unshare(key, Optional.of(keyOf(mesh.client())))).kind());
        assertEquals(1, mesh.await(objects.unshare(key, Optional.empty())).readerCount());
        assertArrayEquals(content, read(mesh.client(), key));
    }

    @Test
    void holderThatWasAway_isToldWhenItIsBack() {
        Digest key = put(100_000);
        SimulatedNode away = holdersOf(key).getFirst();
        away.crash();
        mesh.time().advance(Duration.ofSeconds(2));
        ShareOutcome shared = mesh.await(share(key, keyOf(reader)));
        assertEquals(List.of(away.peer()), shared.away());
        long newest = sequenceAt(holdersOf(key).getFirst(), key);
        away.start();
        mesh.time().advance(Duration.ofMinutes(2));
        assertEquals(newest, sequenceAt(away, key));
    }

    @Test
    void holderThatWasAway_isCorrectedByAReader_whenTheOwnerIsGone() {
        Digest key = put(100_000);
        SimulatedNode away =
                holdersOf(key).stream().filter(one -> one != reader).findFirst().orElseThrow();
        away.crash();
        mesh.time().advance(Duration.ofSeconds(2));
        mesh.await(share(key, keyOf(reader)));
        mesh.client().kill();
        long newest = sequenceAt(holdersOf(key).getFirst(), key);
        away.start();
        mesh.settle();
        assertTrue(sequenceAt(away, key) < newest);
        assertArrayEquals(content, read(reader, key));
        mesh.time().advance(Duration.ofSeconds(5));
        assertEquals(newest, sequenceAt(away, key));
    }

    @Test
    void tooFewHolders_isAFailure_thatTheSameCommandEnds() {
        Digest key = put(100_000);
        List<SimulatedNode> holders = holdersOf(key);
        Located located = locate(mesh.client(), key);
        holders.subList(0, 3).forEach(SimulatedNode::crash);
        mesh.time().advance(Duration.ofSeconds(2));
        Failure failure;
        try (FileKey fileKey = SimulatedMesh.fileKey(mesh.client(), located)) {
            failure =
                    Failures.of(
                            mesh,
                            mesh.client().node().objects().share(key, fileKey, keyOf(reader)));
        }
        assertEquals(FailureKind.TOO_FEW_MACHINES, failure.kind());
        assertTrue(failure.cause().startsWith("3 of its holders"), failure::cause);
        holders.subList(0, 3).forEach(SimulatedNode::start);
        mesh.settle();
        ShareOutcome whole = mesh.await(share(key, keyOf(reader)));
        assertEquals(6, whole.holderCount());
        assertEquals(2, whole.readerCount());
    }

    @Test
    void another_isRefused_andSoIsTheSixtyFifthReader() {
        Digest key = put(100);
        mesh.await(share(key, keyOf(reader)));
        Located located = locate(reader, key);
        try (FileKey fileKey = SimulatedMesh.fileKey(reader, located)) {
            assertEquals(
                    FailureKind.REFUSED,
                    Failures.of(mesh, reader.node().objects().share(key, fileKey, keyOf(reader)))
                            .kind());
        }
        for (int index = 1; index <= 62; index++) {
            mesh.await(share(key, mesh.client().keyring().readingKey(index).publicKey()));
        }
        assertEquals(
                FailureKind.REFUSED,
                Failures.of(mesh, share(key, mesh.client().keyring().readingKey(63).publicKey()))
                        .kind());
    }

    @Test
    void link_opensItsObject_forAMemberWithoutAKey() {
        Digest key = put(100_000);
        String text;
        try (FileKey fileKey = SimulatedMesh.fileKey(mesh.client(), locate(mesh.client(), key));
                ObjectLink link = ObjectLink.of(key, fileKey)) {
            text = link.text();
        }
        try (ObjectLink link = ObjectLink.parse(text).orElseThrow();
                FileKey fileKey = link.fileKey()) {
            assertArrayEquals(content, read(reader, locate(reader, link.objectKey()), fileKey));
        }
    }
}
