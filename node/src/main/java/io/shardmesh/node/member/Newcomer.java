package io.shardmesh.node.member;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.proto.Hello;
import io.shardmesh.node.member.proto.MemberMessage;
import io.shardmesh.node.mesh.Membership;
import io.shardmesh.node.mesh.OwnerCertificate;
import io.shardmesh.node.mesh.SignedMembershipList;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.RecordLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Gets the membership list for a home that is on none, by a certificate of its owner. Which mesh it
 * is the member says; that the owner is on the list, signed by that mesh's admin, is what makes it
 * believed. On the node's strand.
 */
public final class Newcomer {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Environment environment;
    private final Network network;
    private final SigningKey owner;

    /** Enters as a home of {@code owner}, whose key stays the caller's. */
    public Newcomer(Environment environment, Network network, SigningKey owner) {
        this.environment = environment;
        this.network = network;
        this.owner = owner;
    }

    /** Asks whoever is there; fails with UNREACHABLE, TIMEOUT or REFUSED. */
    public CompletableFuture<Membership> enter(Multiaddr contact) {
        return Async.within(
                environment.strand(),
                LIMIT,
                network.dial(contact)
                        .thenCompose(link -> network.open(link.peer(), Members.PROTOCOL))
                        .thenCompose(this::introduce),
                () ->
                        new Failure(
                                FailureKind.REFUSED,
                                "enter the mesh at",
                                contact.toString(),
                                "it gives no membership list: the owner of this phrase is not on"
                                        + " it, it is in no mesh, or the clock here or there is"
                                        + " wrong"));
    }

    private CompletableFuture<Membership> introduce(MessageStream stream) {
        return stream.receive()
                .thenCompose(first -> {
                    MeshId mesh = mesh(parse(first));
                    return stream.send(hello(mesh)).thenCompose(sent -> list(stream, mesh));
                })
                .whenComplete((membership, trouble) -> stream.reset());
    }

    private Message hello(MeshId mesh) {
        OwnerCertificate certificate =
                OwnerCertificate.issue(
                        owner,
                        mesh,
                        network.self(),
                        environment.clock().instant(),
                        RecordLimits.CERTIFICATE_DURATION);
        Hello hello =
                Hello.newBuilder()
                        .setMesh(ByteString.copyFrom(mesh.bytes()))
                        .setListSequence(0)
                        .setCertificate(ByteString.copyFrom(certificate.encode()))
                        .build();
        return Message.of(MemberMessage.newBuilder().setHello(hello).build().toByteArray());
    }

    /** The next list; other messages are passed over. */
    private CompletableFuture<Membership> list(MessageStream stream, MeshId mesh) {
        return stream.receive()
                .thenCompose(message ->
                        parse(message).hasListFollows()
                                ? CompletableFuture.completedFuture(
                                        membership(message.orElseThrow().body(), mesh))
                                : list(stream, mesh));
    }

    private Membership membership(ByteBuffer body, MeshId mesh) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        try {
            return Membership.of(mesh, SignedMembershipList.decode(bytes))
                    .filter(membership -> membership.mayPut(owner.verifyingKey()))
                    .orElseThrow(() ->
                            refused("its list is not signed by its admin, or lacks this owner"));
        } catch (MalformedRecordException malformed) {
            throw refused("its membership list is malformed");
        }
    }

    private static MeshId mesh(MemberMessage first) {
        byte[] mesh = first.getHello().getMesh().toByteArray();
        if (mesh.length != Digest.SIZE_BYTES) {
            throw refused("it does not say which mesh it is in");
        }
        return new MeshId(Digest.of(mesh));
    }

    private static MemberMessage parse(Optional<Message> message) {
        try {
            return MemberMessage.parseFrom(
                    message.orElseThrow(() -> refused("it has ended the talk")).head());
        } catch (InvalidProtocolBufferException malformed) {
            throw refused("it speaks another language");
        }
    }

    private static FailureException refused(String cause) {
        return Async.failure(FailureKind.REFUSED, "enter", "the mesh", cause);
    }
}
