package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.holder.proto.PutRequest;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.record.SignedClaim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is taken off the list loses what it has open, everywhere, and gets nothing more. */
class RevokedMemberTest {
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final SimulatedMesh mesh = SimulatedMesh.joined(13, 3);
    private final HolderMessages messages = new HolderMessages(mesh);
    private final SimulatedNode client = mesh.client();

    @Test
    void revoke_whileBlocksAreFetched_resetsTheStreamAtEachMemberAndNoBlockFollows() {
        Digest object = put();
        List<Fetching> running = new ArrayList<>();
        mesh.holders().forEach(holder -> running.add(new Fetching(client, holder, object)));
        running.forEach(Fetching::start);
        assertCutOff(running, client);
    }

    @Test
    void revoke_whenTheMemberNeverGreeted_resetsItsStreamsAsWell() {
        Digest object = put();
        SimulatedNode mute = mesh.machine("10.0.2.1", NodeMode.EMBEDDED);
        mesh.join(mute, InviteRole.CLIENT);
        mesh.settle();
        mute.kill();
        mesh.await(mute.homeDisk().delete("mesh/list"));
        mute.start(); // It knows of no mesh now, so it greets nobody, but it is on the list.
        List<Fetching> running = new ArrayList<>();
        mesh.holders().forEach(holder -> running.add(new Fetching(mute, holder, object)));
        running.forEach(Fetching::start);
        assertCutOff(running, mute);
    }

    private void assertCutOff(List<Fetching> running, SimulatedNode revoked) {
        assertTrue(
                mesh.time()
                        .runUntil(
                                () -> running.stream().allMatch(each -> each.blocks >= 3),
                                Duration.ofSeconds(30)));
        long from = mesh.time().nanoTime();
        mesh.await(mesh.holders().getFirst().node().mesh().revoke(revoked.peer()));
        mesh.time().advance(BOUND);
        for (Fetching each : running) {
            String host = each.holder.host();
            assertEquals(Optional.of(FailureKind.UNREACHABLE), each.end, host);
            assertTrue(each.endNanos - from <= BOUND.toNanos(), host);
        }
        List<Integer> blocks = running.stream().map(each -> each.blocks).toList();
        for (int second = 0; second < 30; second++) {
            running.forEach(Fetching::startAgain);
            mesh.time().advance(Duration.ofSeconds(1));
        }
        assertTrue(running.stream().allMatch(each -> each.attempts > 1));
        assertEquals(blocks, running.stream().map(each -> each.blocks).toList());
    }

    @Test
    void revoke_whileAPutSessionIsOpen_resetsItAndTheHolderKeepsNothing() {
        List<MessageStream> sessions = new ArrayList<>();
        for (SimulatedNode holder : mesh.holders()) {
            MessageStream stream = messages.open(client, holder, HolderProtocols.PUT);
            stream.send(
                    HolderMessages.put(PutRequest.newBuilder().setAskSpace(messages.askSpace()))
                            .message());
            assertTrue(mesh.await(stream.receive()).isPresent());
            sessions.add(stream);
        }
        List<CompletableFuture<Optional<Message>>> ends =
                sessions.stream().map(MessageStream::receive).toList();
        mesh.await(mesh.holders().getFirst().node().mesh().revoke(client.peer()));
        mesh.time().advance(BOUND);
        for (CompletableFuture<Optional<Message>> end : ends) {
            assertTrue(end.isCompletedExceptionally());
        }
    }

    @Test
    void revokedMember_connectingAnew_isCutOffWhateverItSays() {
        Digest object = put();
        SimulatedNode holder = mesh.holders().get(1);
        Map<String, HolderMessages.Question> questions = questions(holder, object);
        mesh.await(mesh.holders().getFirst().node().mesh().revoke(client.peer()));
        mesh.time().advance(BOUND);
        questions.forEach((name, question) -> {
            CompletableFuture<Message> answer = messages.ask(client, holder, question);
            assertEquals(FailureKind.UNREACHABLE, Failures.of(mesh, answer).kind(), name);
        });
    }

    private Map<String, HolderMessages.Question> questions(SimulatedNode holder, Digest object) {
        var held = messages.located(client, holder, object);
        int index = SignedClaim.decode(held.getClaim(0).toByteArray()).claim().index();
        try (SigningKey owner = client.keyring().signingKey(0)) {
            return messages.everything(held, index, owner);
        }
    }

    @Test
    void revokedHolder_isNotCountedAsAHolderAnyMore() {
        Digest object = put();
        SimulatedNode revoked = mesh.holders().get(2);
        mesh.await(mesh.holders().getFirst().node().mesh().revoke(revoked.peer()));
        mesh.time().advance(BOUND);
        Distribution found = mesh.await(client.node().objects().distribution(object));
        assertEquals(2, found.durability().completeCount());
        for (Distribution.Placement at : found.placements()) {
            assertEquals(!at.peer().equals(revoked.peer()), at.alive());
        }
    }

    @Test
    void revoke_inTheMiddleOfAGet_endsTheConnectionsAndTheGet() {
        // More than a get has under way at once: the rest is asked for after the revocation.
        Digest object = put(40_000_000);
        Located located = mesh.await(client.node().objects().locate(object));
        CompletableFuture<Void> stuck = new CompletableFuture<>();
        int[] writes = {0};
        Operation<?> get =
                client.node()
                        .objects()
                        .get(
                                located,
                                SimulatedMesh.fileKey(client, located),
                                bytes -> {
                                    writes[0]++;
                                    return stuck;
                                });
        assertTrue(mesh.time().runUntil(() -> writes[0] > 0, Duration.ofSeconds(30)));
        List<Set<Long>> before =
                mesh.holders().stream().map(holder -> messages.links(holder, client)).toList();
        assertTrue(before.stream().noneMatch(Set::isEmpty));
        mesh.await(mesh.holders().getFirst().node().mesh().revoke(client.peer()));
        mesh.time().advance(BOUND);
        for (int i = 0; i < before.size(); i++) { // A stranger may connect anew, and only ping.
            SimulatedNode holder = mesh.holders().get(i);
            Set<Long> now = messages.links(holder, client);
            assertTrue(Collections.disjoint(before.get(i), now), holder.host());
        }
        stuck.complete(null);
        Failures.of(mesh, get.outcome());
    }

    private Digest put() {
        return put(9_000_000);
    }

    private Digest put(int sizeBytes) {
        byte[] content = mesh.randomSource().bytes(sizeBytes);
        PutOutcome stored = mesh.await(mesh.put("a", content).outcome());
        assertFalse(stored.durability().degraded());
        return stored.objectKey();
    }

    /** Asks one holder for the same block again and again, over one stream at a time. */
    private final class Fetching {
        private final SimulatedNode asker;
        private final SimulatedNode holder;
        private final HolderMessages.Question question;
        private int attempts;
        private int blocks;
        private Optional<FailureKind> end = Optional.empty();
        private long endNanos;

        Fetching(SimulatedNode asker, SimulatedNode holder, Digest object) {
            this.asker = asker;
            this.holder = holder;
            var held = messages.located(asker, holder, object);
            int index = SignedClaim.decode(held.getClaim(0).toByteArray()).claim().index();
            this.question = HolderMessages.fetch(object, index);
        }

        void start() {
            attempts++;
            end = Optional.empty();
            asker.network()
                    .open(holder.peer(), HolderProtocols.GET)
                    .thenCompose(stream -> Async.loop(() -> next(stream)))
                    .whenComplete((done, trouble) -> {
                        end =
                                Optional.ofNullable(trouble)
                                        .map(Async::failureOf)
                                        .map(failure -> failure.kind());
                        endNanos = mesh.time().nanoTime();
                    });
        }

        void startAgain() {
            if (end.isPresent()) {
                start();
            }
        }

        private CompletableFuture<Boolean> next(MessageStream stream) {
            stream.send(question.message());
            return stream.receive()
                    .thenApply(answer -> {
                        if (answer.isEmpty()) {
                            return false;
                        }
                        assertTrue(HolderMessages.reply(answer.get()).hasFetched());
                        blocks++;
                        return true;
                    });
        }
    }
}
