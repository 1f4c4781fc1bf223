package io.shardmesh.node.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.Sha256;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Catalog;
import io.shardmesh.node.api.CatalogPage;
import io.shardmesh.node.api.CatalogQuery;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.Labels;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.OwnerQuota;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.RepairDepth;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user of a {@link Node} may rely on, wherever the node is. */
interface NodeContract {
    /** The node under test; what it answers comes from {@link #behind()}. */
    Node node();

    /** The node that does the work. */
    MemoryNode behind();

    /** The end of a future, or the failure it ended with; ten seconds mean that it hangs. */
    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    static Failure failureOf(CompletableFuture<?> future) {
        Exception thrown = assertThrows(Exception.class, () -> await(future));
        return FailureException.find(thrown).orElseThrow(() -> new AssertionError(thrown));
    }

    static byte[] content(int sizeBytes) {
        byte[] content = new byte[sizeBytes];
        new Random(sizeBytes).nextBytes(content);
        return content;
    }

    /** A source that answers from another thread and refuses a second read before that. */
    static ByteSource sourceOf(byte[] content) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        AtomicBoolean outstanding = new AtomicBoolean();
        return target ->
                CompletableFuture.supplyAsync(() -> {
                    assertTrue(outstanding.compareAndSet(false, true), "two reads");
                    int count = Math.min(rest.remaining(), target.remaining());
                    target.put(rest.slice(rest.position(), count));
                    rest.position(rest.position() + count);
                    outstanding.set(false);
                    return count == 0 ? -1 : count;
                });
    }

    /** A sink that takes from another thread and refuses a second write before that. */
    static ByteSink sinkTo(ByteArrayOutputStream all) {
        AtomicBoolean outstanding = new AtomicBoolean();
        return bytes -> {
            assertTrue(outstanding.compareAndSet(false, true), "two writes");
            return CompletableFuture.runAsync(() -> {
                byte[] part = new byte[bytes.remaining()];
                bytes.get(part);
                all.writeBytes(part);
                outstanding.set(false);
            });
        };
    }

    static FileKey keyOf(Located located) {
        return FileKey.of(SecretBytes.copyOf(located.envelope()));
    }

    @Test
    default void putBundle_andRetag_arriveAsTheyWereMeant() {
        byte[] content = content(700_000);
        PutOutcome put =
                await(
                        node().objects()
                                .putBundle(Samples.barePutRequest(), 690_000, sourceOf(content))
                                .outcome());
        assertEquals(Sha256.hash(content), put.objectKey());
        assertEquals(690_000, behind().lastIndexOffset);
        List<Catalog.Retag> changes =
                List.of(
                        new Catalog.Retag(put.objectKey(), List.of("a", "\u00e4")),
                        new Catalog.Retag(Sha256.hash(content(1)), List.of()));
        await(node().catalog().retag(changes));
        assertEquals(changes, behind().lastRetag());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 524_287, 524_288, 524_289, 3_000_000})
    default void get_afterPut_givesTheSameBytes(int sizeBytes) {
        byte[] content = content(sizeBytes);
        PutOutcome put =
                await(node().objects().put(Samples.putRequest("n"), sourceOf(content)).outcome());
        assertEquals(Sha256.hash(content), put.objectKey());
        assertEquals(sizeBytes, put.sizeBytes());
        assertEquals(Samples.putRequest("n").name(), behind().lastPut().name());

        Located located = await(node().objects().locate(put.objectKey()));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (FileKey fileKey = keyOf(located)) {
            GetOutcome get = await(node().objects().get(located, fileKey, sinkTo(all)).outcome());
            assertEquals(List.of(Samples.shardProblem()), get.problems());
            assertEquals(sizeBytes, get.sizeBytes());
        }
        assertArrayEquals(content, all.toByteArray());
    }

    @Test
    default void share_takesTheFileKeyAlong_andUnshareNeedsNone() {
        Digest key = Sha256.hash(content(3));
        ReadingPublicKey reader = Samples.putRequest("n").readers().getFirst();
        try (FileKey right = FileKey.of(SecretBytes.takeOver(Samples.sharedKey()));
                FileKey wrong = FileKey.of(SecretBytes.takeOver(new byte[32]))) {
            assertEquals(Samples.shared(key, 2), await(node().objects().share(key, right, reader)));
            assertEquals(
                    FailureKind.WRONG_KEY,
                    failureOf(node().objects().share(key, wrong, reader)).kind());
        }
        assertEquals(
                Samples.shared(key, 2), await(node().objects().unshare(key, Optional.of(reader))));
        assertEquals(
                Samples.shared(key, 1), await(node().objects().unshare(key, Optional.empty())));
    }

    @Test
    default void get_range_givesOnlyItsBytes() {
        Located located = storedAndLocated(2_000_000);
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        try (FileKey fileKey = keyOf(located)) {
            Optional<ByteRange> range = ByteRange.parse("700000-1500000");
            GetOutcome get =
                    await(node().objects().get(located, fileKey, range, sinkTo(part)).outcome());
            assertEquals(800_001, get.sizeBytes());
        }
        assertArrayEquals(
                Arrays.copyOfRange(content(2_000_000), 700_000, 1_500_001), part.toByteArray());
    }

    @Test
    default void put_everyField_reachesTheNode() {
        var request = Samples.barePutRequest();
        await(node().objects().put(request, sourceOf(new byte[0])).outcome());
        assertEquals(request, behind().lastPut());
        var full = Samples.putRequest("full");
        await(node().objects().put(full, sourceOf(new byte[0])).outcome());
        assertEquals(full, behind().lastPut());
    }

    @Test
    default void put_sourceThatChanged_failsWithItsFailure() {
        Failure changed = new Failure(FailureKind.SOURCE_CHANGED, "read", "f", "its size changed");
        ByteSource source = _ -> CompletableFuture.failedFuture(changed.exception());
        assertEquals(
                changed,
                failureOf(node().objects().put(Samples.putRequest("n"), source).outcome()));
    }

    @Test
    default void put_cancelled_endsAndTellsTheNode() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        ByteSource silent =
                _ -> {
                    asked.complete(null);
                    return new CompletableFuture<>();
                };
        Operation<PutOutcome> put = node().objects().put(Samples.barePutRequest(), silent);
        await(asked);
        put.cancel();
        put.cancel();
        assertEquals(FailureKind.CANCELLED, failureOf(put.outcome()).kind());
        await(behind().cancelSeen());
        assertEquals(Samples.status(), await(node().state().status()));
    }

    @Test
    default void get_fullDisk_failsWithTheFailureOfTheSink() {
        Located located = storedAndLocated(2_000_000);
        Failure full = new Failure(FailureKind.NO_SPACE, "write", "out", "no space left");
        try (FileKey fileKey = keyOf(located)) {
            ByteSink sink = _ -> CompletableFuture.failedFuture(full.exception());
            assertEquals(full, failureOf(node().objects().get(located, fileKey, sink).outcome()));
        }
    }

    @Test
    default void get_cancelledWhileTheSinkWaits_ends() {
        Located located = storedAndLocated(2_000_000);
        CompletableFuture<Void> asked = new CompletableFuture<>();
        ByteSink silent =
                _ -> {
                    asked.complete(null);
                    return new CompletableFuture<>();
                };
        try (FileKey fileKey = keyOf(located)) {
            Operation<GetOutcome> get = node().objects().get(located, fileKey, silent);
            await(asked);
            get.cancel();
            assertEquals(FailureKind.CANCELLED, failureOf(get.outcome()).kind());
            await(behind().cancelSeen());
        }
    }

    @Test
    default void get_otherFileKey_isRefused() {
        Located located = storedAndLocated(10);
        try (FileKey other = FileKey.of(SecretBytes.copyOf(new byte[32]))) {
            Failure failure =
                    failureOf(
                            node().objects()
                                    .get(located, other, sinkTo(new ByteArrayOutputStream()))
                                    .outcome());
            assertEquals(FailureKind.WRONG_KEY, failure.kind());
        }
    }

    private Located storedAndLocated(int sizeBytes) {
        PutOutcome put =
                await(
                        node().objects()
                                .put(Samples.putRequest("n"), sourceOf(content(sizeBytes)))
                                .outcome());
        return await(node().objects().locate(put.objectKey()));
    }

    @Test
    default void locate_unknownKey_namesIt() {
        var key = Sha256.hash(new byte[9]);
        Failure failure = failureOf(node().objects().locate(key));
        assertEquals(
                new Failure(FailureKind.NOT_FOUND, "locate", key.toString(), "nobody has it"),
                failure);
    }

    @Test
    default void locate_keepsEveryRecordApart() {
        Located located = storedAndLocated(5);
        assertArrayEquals(new byte[] {1, 2}, located.header());
        assertArrayEquals(new byte[] {3}, located.manifest());
        assertEquals(32, located.envelope().length);
        assertEquals(5, located.foundCount());
        assertEquals(4, located.neededCount());
    }

    @Test
    default void distribution_isAsTheNodeSays() {
        var key = Sha256.hash(new byte[2]);
        assertEquals(Samples.distribution(key), await(node().objects().distribution(key)));
    }

    @Test
    default void care_isAsTheNodeSays() {
        var key = Sha256.hash(new byte[3]);
        assertEquals(Samples.deleteOutcome(key), await(node().care().delete(key)));
        assertEquals(Samples.verifyOutcome(key), await(node().care().verify(key)));
        assertEquals(key.bytes()[0] & 0xff, await(node().care().lookAgain(key)));
        for (Optional<Digest> after : List.of(Optional.of(key), Optional.<Digest>empty())) {
            assertEquals(
                    Samples.orphanPage(Duration.ofDays(3), after),
                    await(node().care().orphans(Duration.ofDays(3), after)));
        }
        for (RepairDepth depth : RepairDepth.values()) {
            assertEquals(
                    Samples.repairOutcome(key, depth), await(node().care().repair(key, depth)));
        }
    }

    @Test
    default void list_inPages_givesAllInOrder() {
        CatalogPage first =
                await(node().catalog().list(new CatalogQuery(List.of("t"), Optional.empty(), 2)));
        assertEquals(
                new CatalogPage(List.of(Samples.entry("a"), Samples.entry("b")), Optional.of("b")),
                first);
        assertEquals(
                new CatalogPage(List.of(Samples.entry("c")), Optional.empty()),
                await(node().catalog().list(new CatalogQuery(List.of(), first.next(), 2))));
        assertEquals(
                new CatalogPage(List.of(), Optional.empty()),
                await(node().catalog().list(new CatalogQuery(List.of("no"), Optional.empty(), 2))));
    }

    @Test
    default void find_byNameAndByKey() {
        assertEquals(Optional.of(Samples.entry("b")), await(node().catalog().find("b")));
        assertEquals(Optional.empty(), await(node().catalog().find("\u00e4")));
        assertEquals(
                Optional.of(Samples.entry("c")),
                await(node().catalog().find(Samples.entry("c").objectKey())));
    }

    @Test
    default void mesh_answersEachQuestion() {
        Labels labels = new Labels(Optional.of("M"), Optional.empty());
        assertEquals("xM-", await(node().mesh().create("x", labels)).name());
        assertEquals("invM-", await(node().mesh().join("inv", labels)).name());
        assertEquals(Samples.members(), await(node().mesh().members()));
        for (InviteRole role : InviteRole.values()) {
            assertEquals(
                    Samples.invitation(role, Duration.ofDays(1)),
                    await(node().mesh().invite(role, Duration.ofDays(1))));
        }
        assertEquals(8, await(node().mesh().revoke(Samples.PEER)).sequence());
        PeerId other = PeerId.of(SigningKey.generate(bytes -> {}).verifyingKey());
        assertEquals(FailureKind.NOT_FOUND, failureOf(node().mesh().revoke(other)).kind());
        assertEquals(Samples.quotas(), await(node().mesh().quotas()));
        VerifyingKey owner = Samples.quotas().getFirst().owner();
        OwnerQuota set = await(node().mesh().limit(owner, OptionalLong.of(7)));
        assertEquals(new OwnerQuota(owner, OptionalLong.of(7), OptionalLong.empty()), set);
        OwnerQuota lifted = await(node().mesh().limit(owner, OptionalLong.empty()));
        assertEquals(OptionalLong.empty(), lifted.quotaBytes());
    }

    @Test
    default void state_answersEachQuestion() {
        assertEquals(Samples.status(), await(node().state().status()));
        assertEquals(Samples.stats(), await(node().state().stats()));
        assertEquals(Samples.peers(), await(node().state().peers()));
    }
}
