package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a put refuses, what it reports, and what it leaves behind. */
class PutRulesTest {
    private static final int SIZE_BYTES = 3_000_000;

    private final SimulatedMesh mesh = SimulatedMesh.joined(12, 7);

    @Test
    void put_whenTheSourceChanges_failsAndHoldersKeepNothing() {
        ByteSource source = SimulatedMesh.source(mesh.randomSource().bytes(SIZE_BYTES));
        ByteSource changing =
                target ->
                        source.read(target)
                                .thenApply(count -> {
                                    if (count < 0) {
                                        throw changed();
                                    }
                                    return count;
                                });
        Operation<PutOutcome> put = mesh.put(mesh.client(), SimulatedMesh.request("a"), changing);
        assertEquals(FailureKind.SOURCE_CHANGED, Failures.of(mesh, put.outcome()).kind());
        assertHoldersKeepNothing();
    }

    private static RuntimeException changed() {
        return new Failure(FailureKind.SOURCE_CHANGED, "read", "a", "it changed").exception();
    }

    @Test
    void put_whenCancelled_leavesNothingAtHolders() {
        ByteSource source = SimulatedMesh.source(mesh.randomSource().bytes(SIZE_BYTES));
        boolean[] stopped = {false};
        ByteSource stopping =
                target ->
                        source.read(target)
                                .thenCompose(count -> {
                                    stopped[0] = count < 0;
                                    return count < 0
                                            ? new CompletableFuture<>()
                                            : CompletableFuture.completedFuture(count);
                                });
        Operation<PutOutcome> put = mesh.put(mesh.client(), SimulatedMesh.request("a"), stopping);
        assertTrue(mesh.time().runUntil(() -> stopped[0], Duration.ofSeconds(60)));
        put.cancel();
        assertEquals(FailureKind.CANCELLED, Failures.of(mesh, put.outcome()).kind());
        assertHoldersKeepNothing();
    }

    @Test
    void put_whenThreeOfSevenHoldersAreDead_isDegradedAndSaysSo() {
        mesh.holders().subList(4, 7).forEach(SimulatedNode::kill);
        mesh.time().advance(Duration.ofSeconds(2));
        byte[] content = mesh.randomSource().bytes(100_000);
        Failure tooFew = Failures.of(mesh, mesh.put("a", content).outcome());
        assertTrue(tooFew.cause().contains("--min-machines 4"), tooFew.toString());
        PutRequest plain = SimulatedMesh.request("a");
        PutRequest modest =
                new PutRequest(
                        plain.name(),
                        List.of(),
                        List.of(),
                        new PutRequest.Spread(
                                Optional.empty(), OptionalInt.of(4), OptionalInt.empty()),
                        plain.file());
        PutOutcome outcome =
                mesh.await(
                        mesh.put(mesh.client(), modest, SimulatedMesh.source(content)).outcome());
        assertTrue(outcome.durability().degraded());
        assertEquals(4, outcome.durability().completeCount());
        assertEquals(0, outcome.durability().survivesMachineCount());
    }

    @Test
    void put_whenMachinesAreTooFew_namesTheSchemeThatFits() {
        PutRequest request = request(List.of(), Optional.of(Scheme.parse("8+4")));
        Failure failure = Failures.of(mesh, put(request));
        assertEquals(FailureKind.TOO_FEW_MACHINES, failure.kind());
        assertTrue(failure.cause().contains("4+2"), failure.toString());
    }

    @Test
    void put_withSixtyFourReadersBesideTheOwner_isRefused() {
        ReadingPublicKey reader = mesh.client().keyring().readingKey(1).publicKey();
        PutRequest request = request(Collections.nCopies(64, reader), Optional.empty());
        assertEquals(FailureKind.REFUSED, Failures.of(mesh, put(request)).kind());
        mesh.await(put(request(Collections.nCopies(63, reader), Optional.empty())));
    }

    @Test
    void put_whenTheOwnerWasRevoked_isRefused() {
        mesh.await(mesh.holders().getFirst().node().mesh().revoke(mesh.client().peer()));
        mesh.time().advance(Duration.ofSeconds(5));
        Failures.of(mesh, put(SimulatedMesh.request("a")));
        assertHoldersKeepNothing();
    }

    private CompletableFuture<PutOutcome> put(PutRequest request) {
        return mesh.put(mesh.client(), request, SimulatedMesh.source(new byte[10])).outcome();
    }

    private static PutRequest request(List<ReadingPublicKey> readers, Optional<Scheme> scheme) {
        PutRequest plain = SimulatedMesh.request("a");
        return new PutRequest(
                plain.name(),
                List.of(),
                readers,
                new PutRequest.Spread(scheme, OptionalInt.empty(), OptionalInt.empty()),
                plain.file());
    }

    private void assertHoldersKeepNothing() {
        mesh.time().advance(Duration.ofSeconds(5));
        for (SimulatedNode holder : mesh.holders()) {
            var usage = mesh.await(holder.shards().usage());
            assertEquals(0, usage.shardCount(), holder.host());
            assertEquals(0, usage.storedBytes(), holder.host());
            assertEquals(0, usage.reservedBytes(), holder.host());
            assertEquals(List.of(), mesh.await(holder.storeDisk().list("tmp")), holder.host());
        }
    }
}
