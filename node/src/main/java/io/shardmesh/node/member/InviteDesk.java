package io.shardmesh.node.member;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Repeats;
import io.shardmesh.node.member.proto.Answer;
import io.shardmesh.node.member.proto.Challenge;
import io.shardmesh.node.member.proto.InviteReply;
import io.shardmesh.node.member.proto.InviteRequest;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.mesh.Invite;
import io.shardmesh.node.mesh.InviteBook;
import io.shardmesh.node.mesh.InviteTerms;
import io.shardmesh.node.mesh.ListEdit;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.mesh.MembershipList;
import io.shardmesh.node.mesh.RedeemAnswer;
import io.shardmesh.node.mesh.RedeemRequest;
import io.shardmesh.node.mesh.SignedMembershipList;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.MalformedRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The admin's side: makes invites, redeems them once each, takes members off the list and sets the
 * quotas of owners. Changes follow each other, and each is on disk before anybody hears of it. On
 * the node's strand.
 */
public final class InviteDesk {
    /** The only protocol of ours that strangers may speak; see {@code invite.proto}. */
    static final String PROTOCOL = "/shardmesh/invite/1.0.0";

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final Environment environment;
    private final Members members;
    private final MeshFiles files;
    private final SigningKey admin;
    private final Repeats repeats;
    private InviteBook book;
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);

    private InviteDesk(
            Environment environment,
            Members members,
            MeshFiles files,
            SigningKey admin,
            InviteBook book) {
        this.environment = environment;
        this.members = members;
        this.files = files;
        this.admin = admin;
        this.book = book;
        this.repeats = new Repeats(environment.strand(), environment.journal());
    }

    /** Opens the desk; {@code admin} stays the caller's. */
    public static InviteDesk create(
            Environment environment,
            Network network,
            Members members,
            MeshFiles files,
            SigningKey admin,
            InviteBook book) {
        InviteDesk desk = new InviteDesk(environment, members, files, admin, book);
        network.serve(PROTOCOL, desk::serve);
        return desk;
    }

    /** Makes an invite that leads to this node at {@code addresses}. */
    public CompletableFuture<Invite> invite(InviteTerms terms, List<Multiaddr> addresses) {
        return inTurn(() ->
                switch (book.issue(
                        terms,
                        new Invite.Contact(members.self(), addresses),
                        environment.clock().instant(),
                        environment.random())) {
                    case InviteBook.IssueOutcome.Issued(InviteBook next, Invite invite) ->
                            keep(next).thenApply(kept -> invite);
                    case InviteBook.IssueOutcome.Full() ->
                            Async.failed(
                                    new Failure(
                                            FailureKind.BUSY,
                                            "make",
                                            "an invite",
                                            "as many invites as fit are open"));
                });
    }

    /** Takes {@code peer} off the list; everybody who is connected gets the new one. */
    public CompletableFuture<MembershipList> revoke(PeerId peer) {
        return inTurn(() ->
                publish(
                        ListEdit.revoke(
                                members.membership().list(), peer, environment.clock().instant()),
                        new Failure(
                                FailureKind.NOT_FOUND,
                                "revoke",
                                "peer " + peer,
                                "it is not on the membership list")));
    }

    /** Gives an owner another quota; everybody who is connected gets the new list. */
    public CompletableFuture<MembershipList> limit(VerifyingKey owner, OptionalLong quotaBytes) {
        return inTurn(() ->
                publish(
                        ListEdit.limit(
                                members.membership().list(),
                                owner,
                                quotaBytes,
                                environment.clock().instant()),
                        new Failure(
                                FailureKind.NOT_FOUND,
                                "set the quota of",
                                "owner " + owner,
                                "it is not on the membership list")));
    }

    private CompletableFuture<MembershipList> publish(ListEdit edit, Failure absent) {
        return switch (edit) {
            case ListEdit.Edited(MembershipList list) ->
                    members.adopt(list.sign(admin)).thenApply(adopted -> list);
            case ListEdit.NotListed(), ListEdit.OwnedByAnother(), ListEdit.Full() ->
                    Async.failed(absent);
        };
    }

    private void serve(MessageStream stream) {
        byte[] nonce = environment.random().bytes(ConnectionBinding.PART_BYTES);
        Async.within(
                        environment.strand(),
                        ANSWER_LIMIT,
                        hear(stream)
                                .thenCompose(request -> challenge(stream, request, nonce))
                                .thenCompose(joinerNonce ->
                                        hear(stream)
                                                .thenCompose(request ->
                                                        redeem(
                                                                stream,
                                                                request,
                                                                joinerNonce,
                                                                nonce))),
                        () -> members.away(stream.link().peer()))
                .whenComplete((done, trouble) -> {
                    if (trouble != null) {
                        stream.reset();
                    } else {
                        stream.finish();
                    }
                });
    }

    private CompletableFuture<byte[]> challenge(
            MessageStream stream, InviteRequest request, byte[] nonce) {
        byte[] joinerNonce = request.getBegin().getNonce().toByteArray();
        if (joinerNonce.length != ConnectionBinding.PART_BYTES) {
            return Async.failed(malformed());
        }
        InviteReply challenge =
                InviteReply.newBuilder()
                        .setChallenge(Challenge.newBuilder().setNonce(ByteString.copyFrom(nonce)))
                        .build();
        return stream.send(Message.of(challenge.toByteArray())).thenApply(sent -> joinerNonce);
    }

    private CompletableFuture<Void> redeem(
            MessageStream stream, InviteRequest request, byte[] joinerNonce, byte[] nonce) {
        ConnectionBinding binding =
                new ConnectionBinding(
                        stream.link().peer(),
                        members.self(),
                        Bytes.of(joinerNonce),
                        Bytes.of(nonce),
                        Bytes.of(stream.link().handshakeHash().bytes()));
        return inTurn(() -> answer(request, binding))
                .thenCompose(answer -> {
                    InviteReply reply =
                            InviteReply.newBuilder().setAnswer(Answer.getDefaultInstance()).build();
                    return stream.send(
                            new Message(reply.toByteArray(), ByteBuffer.wrap(answer.encode())));
                });
    }

    private CompletableFuture<RedeemAnswer> answer(
            InviteRequest request, ConnectionBinding binding) {
        RedeemRequest redeem;
        try {
            redeem = RedeemRequest.decode(request.getRedeem().getRequest().toByteArray());
        } catch (MalformedRecordException malformed) {
            return Async.failed(malformed());
        }
        if (!redeem.joiner().equals(binding.prover()) || !redeem.verify(members.mesh(), binding)) {
            return refuse(RedeemAnswer.Reason.BAD_PROOF);
        }
        Instant now = environment.clock().instant();
        return switch (book.redeem(redeem.token(), redeem.joiner(), now)) {
            case InviteBook.RedeemOutcome.Unknown() -> refuse(RedeemAnswer.Reason.UNKNOWN_TOKEN);
            case InviteBook.RedeemOutcome.Expired() -> refuse(RedeemAnswer.Reason.EXPIRED);
            case InviteBook.RedeemOutcome.AlreadyUsed(boolean bySamePeer) ->
                    bySamePeer && members.member(redeem.joiner()).isPresent()
                            ? welcome(members.membership().signedList())
                            : refuse(RedeemAnswer.Reason.ALREADY_USED);
            case InviteBook.RedeemOutcome.Redeemed(InviteBook next, InviteTerms terms) ->
                    admit(redeem, terms, next, now);
        };
    }

    private CompletableFuture<RedeemAnswer> admit(
            RedeemRequest redeem, InviteTerms terms, InviteBook next, Instant now) {
        Member joiner =
                new Member(
                        redeem.joiner(),
                        redeem.owner(),
                        terms.roles(),
                        redeem.labels(),
                        Optional.empty());
        return switch (ListEdit.admit(
                members.membership().list(), joiner, terms.quotaBytes(), now)) {
            case ListEdit.Edited(MembershipList list) -> {
                SignedMembershipList signed = list.sign(admin);
                yield keep(next)
                        .thenCompose(kept -> members.adopt(signed))
                        .thenCompose(adopted -> welcome(signed));
            }
            case ListEdit.OwnedByAnother() -> refuse(RedeemAnswer.Reason.OWNED_BY_ANOTHER);
            case ListEdit.Full(), ListEdit.NotListed() -> refuse(RedeemAnswer.Reason.FULL);
        };
    }

    private CompletableFuture<RedeemAnswer> welcome(SignedMembershipList list) {
        return CompletableFuture.completedFuture(new RedeemAnswer.Welcome(list));
    }

    private CompletableFuture<RedeemAnswer> refuse(RedeemAnswer.Reason reason) {
        repeats.warn("refused an invite", reason.toString());
        return CompletableFuture.completedFuture(new RedeemAnswer.Refused(reason));
    }

    private CompletableFuture<Void> keep(InviteBook next) {
        book = next;
        return files.saveInvites(next);
    }

    private <T> CompletableFuture<T> inTurn(Supplier<CompletableFuture<T>> change) {
        CompletableFuture<T> result = tail.thenCompose(turn -> Async.attempt(change));
        tail = result.handle((value, trouble) -> null);
        return result;
    }

    private CompletableFuture<InviteRequest> hear(MessageStream stream) {
        return stream.receive()
                .thenApply(message -> {
                    try {
                        return InviteRequest.parseFrom(
                                message.map(Message::head).orElse(new byte[0]));
                    } catch (InvalidProtocolBufferException malformed) {
                        throw malformed().exception();
                    }
                });
    }

    private static Failure malformed() {
        return new Failure(
                FailureKind.MALFORMED, "redeem", "an invite", "that is no request for it");
    }
}
