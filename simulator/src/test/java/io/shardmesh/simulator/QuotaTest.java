package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.NodeKeys;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an owner may have kept. */
class QuotaTest {
    private final SimulatedMesh mesh = SimulatedMesh.joined(53, 7);
    private final SimulatedNode admin = mesh.holders().getFirst();
    private final VerifyingKey owner =
            NodeKeys.of(mesh.client().keyring()).signing().verifyingKey();
    private final byte[] content = mesh.randomSource().bytes(400_000);
    private long bodyBytes;

    @Test
    void overQuota_isRefusedBeforeBytesAreSent() {
        limit(OptionalLong.of(50_000));
        mesh.overhear((node, message) -> bodyBytes += message.body().remaining());
        Failure failure = Failures.of(mesh, put("a"));
        assertEquals(FailureKind.NO_SPACE, failure.kind(), failure.toString());
        assertTrue(failure.toString().contains("quota"), failure.toString());
        assertEquals(0, bodyBytes);
    }

    @Test
    void whatIsThereCounts_andALargerQuotaLetsMoreIn() {
        limit(OptionalLong.of(200_000));
        Digest first = mesh.await(put("a")).objectKey();
        assertEquals(FailureKind.NO_SPACE, Failures.of(mesh, put("b")).kind());
        limit(OptionalLong.empty());
        Digest second = mesh.await(put("b")).objectKey();
        assertArrayEquals(content, mesh.get(first));
        assertArrayEquals(content, mesh.get(second));
    }

    @Test
    void deleted_leavesRoomForMore() {
        limit(OptionalLong.of(200_000));
        Digest first = mesh.await(put("a")).objectKey();
        mesh.await(mesh.client().node().care().delete(first));
        Digest second = mesh.await(put("b")).objectKey();
        assertArrayEquals(content, mesh.get(second));
    }

    @Test
    void anotherOwnersQuota_isItsOwn() {
        limit(OptionalLong.of(1));
        assertEquals(
                OptionalLong.of(1),
                mesh.await(mesh.client().node().mesh().quotas()).stream()
                        .filter(quota -> quota.owner().equals(owner))
                        .findFirst()
                        .orElseThrow()
                        .quotaBytes());
        mesh.await(
                mesh.put(
                                admin,
                                SimulatedMesh.request("of the admin"),
                                SimulatedMesh.source(content))
                        .outcome());
    }

    @Test
    void onlyTheAdminSetsQuotas() {
        Failure failure =
                Failures.of(mesh, mesh.client().node().mesh().limit(owner, OptionalLong.empty()));
        assertEquals(FailureKind.REFUSED, failure.kind());
    }

    /** Of a length that is known before: only that is asked for. */
    private CompletableFuture<PutOutcome> put(String name) {
        PutRequest request = SimulatedMesh.request(name);
        PutRequest.FileFacts facts =
                new PutRequest.FileFacts("", 0644, Instant.EPOCH, OptionalLong.of(content.length));
        PutRequest sized = new PutRequest(name, List.of(), List.of(), request.spread(), facts);
        return mesh.put(mesh.client(), sized, SimulatedMesh.source(content)).outcome();
    }

    private void limit(OptionalLong bytes) {
        mesh.await(admin.node().mesh().limit(owner, bytes));
        mesh.time().advance(Duration.ofSeconds(2));
    }
}
