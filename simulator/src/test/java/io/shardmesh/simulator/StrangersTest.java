package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.NodeKeys;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.holder.proto.GetReply;
import io.shardmesh.node.holder.proto.Located;
import io.shardmesh.node.holder.proto.PutReply;
import io.shardmesh.node.holder.proto.PutRequest;
import io.shardmesh.node.holder.proto.Reserve;
import io.shardmesh.node.network.LinkInfo;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ClaimState;
import io.shardmesh.node.record.ClaimVersion;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.SignedClaim;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is not on the list is served by no holder. */
class StrangersTest {
    private final SimulatedMesh mesh = SimulatedMesh.joined(11, 3);
    private final HolderMessages messages = new HolderMessages(mesh);
    private final SimulatedNode first = mesh.holders().getFirst();

    @Test
    void stranger_whenConnected_mayPingIdentifyAndLookUp() {
        SimulatedNode stranger = stranger();
        mesh.time().advance(Duration.ofSeconds(40));
        LinkInfo link = link(stranger, first.peer());
        assertTrue(link.roundTrip().isPresent(), "the holder answers pings");
        assertEquals("shardmesh/simulated", link.agent());
        assertEquals("shardmesh/simulated", link(first, stranger.peer()).agent());
        PeerId third = mesh.holders().get(2).peer();
        assertFalse(mesh.await(stranger.network().find(third)).isEmpty());
    }

    @Test
    void stranger_whateverItSaysToAHolder_isCutOffWithoutAnAnswer() {
        Digest object = put();
        Map<String, HolderMessages.Question> questions = questions(object);
        SimulatedNode stranger = stranger();
        assertEquals(11, questions.size());
        questions.forEach((name, question) -> {
            CompletableFuture<Message> answer = messages.ask(stranger, first, question);
            assertEquals(FailureKind.UNREACHABLE, Failures.of(mesh, answer).kind(), name);
        });
        for (String protocol :
                List.of(HolderProtocols.PUT, HolderProtocols.INLINE, HolderProtocols.GET)) {
            assertNoted("refused " + protocol + " from a stranger: peer " + stranger.peer());
        }
        assertEquals(1, mesh.await(first.shards().rows(object)).size());
        VerifyingKey owner = NodeKeys.of(mesh.client().keyring()).signing().verifyingKey();
        mesh.await(first.shards().list(Optional.empty(), 100))
                .forEach(row -> assertEquals(owner, row.owner()));
        assertEquals(0, mesh.await(first.shards().usage()).reservedBytes());
    }

    /** The control of the test above: it is not the messages that are wrong. */
    @Test
    void member_sayingTheSame_getsAnAnswerToEachOfTheQuestions() {
        Digest object = put();
        Map<String, HolderMessages.Question> questions = questions(object);
        for (String name : List.of("ask for space", "reserve", "block", "commit")) {
            Message answer = mesh.await(askAsMember(questions, name));
            assertTrue(HolderMessages.putReply(answer).getKindCase().getNumber() > 0, name);
        }
        for (String name : List.of("begin small objects", "keep a small object")) {
            Message answer = mesh.await(askAsMember(questions, name));
            assertTrue(HolderMessages.inlineReply(answer).getKindCase().getNumber() > 0, name);
        }
        for (String name : List.of("locate", "fetch", "claim to a reader")) {
            Message answer = mesh.await(askAsMember(questions, name));
            assertEquals(expected(name), HolderMessages.reply(answer).getKindCase(), name);
        }
    }

    private CompletableFuture<Message> askAsMember(
            Map<String, HolderMessages.Question> questions, String name) {
        HolderMessages.Question question = Objects.requireNonNull(questions.get(name), name);
        return messages.ask(mesh.client(), first, question);
    }

    private static GetReply.KindCase expected(String name) {
        return switch (name) {
            case "locate" -> GetReply.KindCase.LOCATED;
            case "fetch" -> GetReply.KindCase.FETCHED;
            default -> GetReply.KindCase.NOT_HELD;
        };
    }

    @Test
    void member_reservingForAnOwnerThatIsNotListed_isRefused() {
        try (SigningKey unlisted = SigningKey.generate(mesh.randomSource())) {
            PutReply reply = reserve(messages.reserve(unlisted));
            assertTrue(reply.getRefused().getCause().contains("not on the membership list"));
        }
    }

    @Test
    void member_reservingWithoutTheOwnersProof_isRefused() {
        try (SigningKey owner = first.keyring().signingKey(0)) {
            PutReply reply = reserve(messages.reserve(owner));
            assertTrue(reply.getRefused().getCause().contains("proof"), reply.toString());
        }
    }

    @Test
    void locate_neverAsksAStranger() {
        Digest object = put();
        int[] asked = {0};
        SimulatedNode stranger = stranger();
        mesh.await(
                stranger.network()
                        .connect(first.peer(), List.of(Multiaddr.tcp(first.host(), 4001))));
        stranger.network().serve(HolderProtocols.GET, stream -> asked[0]++);
        stranger.network().serve(HolderProtocols.PUT, stream -> asked[0]++);
        stranger.network().serve(HolderProtocols.INLINE, stream -> asked[0]++);
        mesh.await(first.node().objects().locate(object));
        mesh.await(
                mesh.put(first, SimulatedMesh.request("b"), SimulatedMesh.source(new byte[9]))
                        .outcome());
        assertEquals(0, asked[0]);
    }

    @Test
    void locate_whenAMemberPassesOnAStrangersClaim_refusesIt() {
        Digest object = put();
        Located genuine = messages.located(mesh.client(), first, object);
        SimulatedNode liar = mesh.machine("10.0.2.9", NodeMode.EMBEDDED);
        mesh.join(liar, InviteRole.HOLD);
        mesh.settle();
        PeerId claimant;
        try (SigningKey stranger = SigningKey.generate(mesh.randomSource())) {
            claimant = PeerId.of(stranger.verifyingKey());
            Located lie =
                    genuine.toBuilder()
                            .clearClaim()
                            .addClaim(ByteString.copyFrom(claim(genuine, stranger).encode()))
                            .build();
            liar.network().serve(HolderProtocols.GET, stream -> answer(stream, lie));
        }
        SimulatedNode asker = mesh.holders().get(1); // The liar has no address, but it dialled.
        Distribution found = mesh.await(asker.node().objects().distribution(object));
        assertTrue(found.placements().stream().noneMatch(at -> at.peer().equals(claimant)));
        assertTrue(found.placements().stream().noneMatch(at -> at.peer().equals(liar.peer())));
        assertEquals(3, found.durability().completeCount());
        assertNoted("holder " + liar.peer() + " answered wrongly");
    }

    private SignedClaim claim(Located genuine, SigningKey stranger) {
        Claim copied = SignedClaim.decode(genuine.getClaim(0).toByteArray()).claim();
        MeshId mesh = new MeshId(this.mesh.await(first.node().mesh().members()).mesh());
        return new Claim(
                        new ShardName(copied.objectKey(), copied.index()),
                        copied.shardKey(),
                        ClaimState.COMPLETE,
                        new ClaimVersion(copied.sequence() + 1, copied.time()),
                        PeerId.of(stranger.verifyingKey()))
                .sign(stranger, mesh);
    }

    private static void answer(MessageStream stream, Located located) {
        GetReply reply = GetReply.newBuilder().setLocated(located).build();
        stream.receive()
                .thenCompose(question -> stream.send(Message.of(reply.toByteArray())))
                .thenRun(stream::finish);
    }

    @Test
    void join_whenTheInviteHasExpired_isRefused() {
        String invite = invite(Duration.ofMinutes(1));
        mesh.time().advance(Duration.ofMinutes(2));
        assertEquals(FailureKind.REFUSED, Failures.of(mesh, join("10.0.2.1", invite)).kind());
    }

    @Test
    void join_whenTheInviteWasUsed_isRefused() {
        String invite = invite(Duration.ofHours(1));
        mesh.await(join("10.0.2.1", invite));
        assertEquals(FailureKind.REFUSED, Failures.of(mesh, join("10.0.2.2", invite)).kind());
    }

    private PutReply reserve(Reserve reserve) {
        MessageStream stream = messages.open(mesh.client(), first, HolderProtocols.PUT);
        stream.send(
                HolderMessages.put(PutRequest.newBuilder().setAskSpace(messages.askSpace()))
                        .message());
        Optional<Message> space = mesh.await(stream.receive());
        assertTrue(HolderMessages.putReply(space.orElseThrow()).hasSpace());
        stream.send(HolderMessages.put(PutRequest.newBuilder().setReserve(reserve)).message());
        return HolderMessages.putReply(mesh.await(stream.receive()).orElseThrow());
    }

    private Digest put() {
        byte[] content = mesh.randomSource().bytes(3_000_000);
        return mesh.await(mesh.put("a", content).outcome()).objectKey();
    }

    private Map<String, HolderMessages.Question> questions(Digest object) {
        Located held = messages.located(mesh.client(), first, object);
        int index = SignedClaim.decode(held.getClaim(0).toByteArray()).claim().index();
        try (SigningKey owner = mesh.client().keyring().signingKey(0)) {
            return messages.everything(held, index, owner);
        }
    }

    private SimulatedNode stranger() {
        SimulatedNode stranger = mesh.machine("10.0.2.1", NodeMode.SERVICE);
        stranger.start();
        mesh.await(
                stranger.network()
                        .connect(first.peer(), List.of(Multiaddr.tcp(first.host(), 4001))));
        mesh.time().advance(Duration.ofSeconds(2));
        return stranger;
    }

    private LinkInfo link(SimulatedNode node, PeerId other) {
        return mesh.await(node.network().links()).stream()
                .filter(info -> info.link().peer().equals(other))
                .findFirst()
                .orElseThrow();
    }

    private void assertNoted(String event) {
        assertTrue(mesh.trace().lines().stream().anyMatch(line -> line.contains(event)), event);
    }

    private String invite(Duration validFor) {
        return mesh.await(first.node().mesh().invite(InviteRole.HOLD, validFor)).text();
    }

    private CompletableFuture<?> join(String host, String invite) {
        SimulatedNode joiner = mesh.machine(host, NodeMode.SERVICE);
        joiner.start();
        return joiner.node().mesh().join(invite, SimulatedMesh.labels(joiner));
    }
}
