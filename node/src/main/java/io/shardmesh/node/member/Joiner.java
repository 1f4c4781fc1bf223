package io.shardmesh.node.member;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Patience;
import io.shardmesh.node.core.Retry;
import io.shardmesh.node.member.proto.Begin;
import io.shardmesh.node.member.proto.InviteReply;
import io.shardmesh.node.member.proto.InviteRequest;
import io.shardmesh.node.member.proto.Redeem;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.mesh.Invite;
import io.shardmesh.node.mesh.Labels;
import io.shardmesh.node.mesh.Membership;
import io.shardmesh.node.mesh.RedeemAnswer;
import io.shardmesh.node.mesh.RedeemRequest;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.MalformedRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Redeems an invite at the member that made it. On the node's strand. */
public final class Joiner {
    /** A dial alone may take ten seconds. Redeeming twice is safe: the second time is a welcome. */
    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(45), Duration.ofSeconds(1), 3);

    private final Environment environment;
    private final Network network;
    private final SigningKey owner;

    /** Joins as {@code owner}, whose key stays the caller's. */
    public Joiner(Environment environment, Network network, SigningKey owner) {
        this.environment = environment;
        this.network = network;
        this.owner = owner;
    }

    /**
     * Redeems {@code invite}, and tries again when there is no answer; gives the membership that
     * has this node on it. Fails with {@code UNREACHABLE} or {@code TIMEOUT} when the member cannot
     * be reached, {@code REFUSED} when it says no.
     */
    public CompletableFuture<Membership> join(Invite invite, Labels labels) {
        return Retry.run(
                environment.strand(),
                PATIENCE,
                () ->
                        network.connect(invite.contact(), invite.addresses())
                                .thenCompose(
                                        link -> network.open(invite.contact(), InviteDesk.PROTOCOL))
                                .thenCompose(stream -> redeem(stream, invite, labels)),
                () ->
                        failure(
                                FailureKind.TIMEOUT,
                                "the member that made it, "
                                        + invite.contact()
                                        + ", does not answer"),
                _ -> {});
    }

    private CompletableFuture<Membership> redeem(
            MessageStream stream, Invite invite, Labels labels) {
        byte[] nonce = environment.random().bytes(ConnectionBinding.PART_BYTES);
        InviteRequest begin =
                InviteRequest.newBuilder()
                        .setBegin(Begin.newBuilder().setNonce(ByteString.copyFrom(nonce)))
                        .build();
        return stream.send(Message.of(begin.toByteArray()))
                .thenCompose(sent -> stream.receive())
                .thenCompose(challenge -> {
                    ConnectionBinding binding = binding(stream, nonce, reply(challenge));
                    RedeemRequest request = RedeemRequest.create(invite, labels, binding, owner);
                    return stream.send(message(request));
                })
                .thenCompose(sent -> stream.receive())
                .thenApply(answer -> {
                    stream.finish();
                    return membership(invite, answer.orElseThrow(this::brokeOff).body());
                });
    }

    private ConnectionBinding binding(MessageStream stream, byte[] nonce, InviteReply challenge) {
        byte[] theirs = challenge.getChallenge().getNonce().toByteArray();
        if (theirs.length != ConnectionBinding.PART_BYTES) {
            throw brokeOff();
        }
        return new ConnectionBinding(
                network.self(),
                stream.link().peer(),
                Bytes.of(nonce),
                Bytes.of(theirs),
                Bytes.of(stream.link().handshakeHash().bytes()));
    }

    private static Message message(RedeemRequest request) {
        Redeem redeem =
                Redeem.newBuilder().setRequest(ByteString.copyFrom(request.encode())).build();
        return Message.of(InviteRequest.newBuilder().setRedeem(redeem).build().toByteArray());
    }

    private InviteReply reply(Optional<Message> message) {
        try {
            return InviteReply.parseFrom(message.orElseThrow(this::brokeOff).head());
        } catch (InvalidProtocolBufferException malformed) {
            throw brokeOff();
        }
    }

    private Membership membership(Invite invite, ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        try {
            return switch (RedeemAnswer.decode(bytes)) {
                case RedeemAnswer.Refused(RedeemAnswer.Reason reason) ->
                        throw failure(FailureKind.REFUSED, words(reason)).exception();
                case RedeemAnswer.Welcome welcome ->
                        Membership.of(invite.mesh(), welcome.list())
                                .orElseThrow(() ->
                                        failure(
                                                        FailureKind.REFUSED,
                                                        "the list that came back is not"
                                                                + " signed by the mesh's"
                                                                + " admin")
                                                .exception());
            };
        } catch (MalformedRecordException malformed) {
            throw brokeOff();
        }
    }

    private static String words(RedeemAnswer.Reason reason) {
        return switch (reason) {
            case UNKNOWN_TOKEN -> "it is not an invite of that member";
            case EXPIRED -> "it has expired";
            case ALREADY_USED -> "it was used before";
            case BAD_PROOF -> "the proof of the owner's key was not accepted";
            case FULL -> "the mesh has as many members as it may";
            case OWNED_BY_ANOTHER -> "this peer is on the list as another owner's";
            case LOCKED -> "the admin key is locked there now";
            case OTHER -> "for a reason that this version does not know";
        };
    }

    private RuntimeException brokeOff() {
        return failure(FailureKind.UNREACHABLE, "the member that made it broke off").exception();
    }

    private static Failure failure(FailureKind kind, String cause) {
        return new Failure(kind, "redeem", "the invite", cause);
    }
}
