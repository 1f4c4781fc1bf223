package io.shardmesh.node.member;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.Digest;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.member.proto.Hello;
import io.shardmesh.node.member.proto.ListFollows;
import io.shardmesh.node.member.proto.MemberMessage;
import io.shardmesh.node.mesh.SignedMembershipList;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.record.MalformedRecordException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * One stream of {@code /shardmesh/member/1.0.0}: both sides say which list they have, the one with
 * the newer sends it, and every list that arrives is answered with a new Hello, as is a Hello of
 * somebody who has a newer one. Open for as long as the connection, so that the next list finds its
 * way at once.
 */
final class Greeting {
    /** A peer that is on no list yet has a list and a certificate to show, and little else. */
    private static final int STRANGERS_MESSAGES = 8;

    private final Members members;
    private final MessageStream stream;
    private final CompletableFuture<Void> agreed = new CompletableFuture<>();
    private long theirSequence = -1;

    /** Of the list sent last: what they did not take then they would not take again. */
    private long sentSequence = -1;

    private int strangersMessageCount;

    Greeting(Members members, MessageStream stream) {
        this.members = members;
        this.stream = stream;
    }

    MessageStream stream() {
        return stream;
    }

    /** Completes when the other side knows a list as new as ours; fails when the stream ends. */
    CompletableFuture<Void> agreed() {
        return agreed;
    }

    /** Speaks and listens until the stream ends. */
    CompletableFuture<Void> run() {
        sayHello();
        return Async.loop(this::hearNext)
                .whenComplete((done, trouble) -> {
                    stream.reset();
                    agreed.completeExceptionally(
                            members.unreachable(stream.link().peer()).exception());
                });
    }

    /** Sends the current list if the other side has an older one and may have it. */
    void push() {
        SignedMembershipList current = members.membership().signedList();
        if (!lacks(current) || !members.admits(stream.link().peer())) {
            return;
        }
        sentSequence = current.list().sequence();
        MemberMessage follows =
                MemberMessage.newBuilder().setListFollows(ListFollows.getDefaultInstance()).build();
        send(new Message(follows.toByteArray(), ByteBuffer.wrap(current.encode())));
    }

    /** Says which list counts now, if the other side is not known to have it. */
    void mention() {
        if (lacks(members.membership().signedList())) {
            sayHello();
        }
    }

    private boolean lacks(SignedMembershipList list) {
        long sequence = list.list().sequence();
        return theirSequence >= 0 && theirSequence < sequence && sentSequence < sequence;
    }

    private void sayHello() {
        SignedMembershipList current = members.membership().signedList();
        Hello.Builder hello =
                Hello.newBuilder()
                        .setMesh(ByteString.copyFrom(members.mesh().bytes()))
                        .setListSequence(current.list().sequence())
                        .setListHash(ByteString.copyFrom(current.digest().bytes()));
        members.certificate()
                .ifPresent(own -> hello.setCertificate(ByteString.copyFrom(own.encode())));
        send(Message.of(MemberMessage.newBuilder().setHello(hello).build().toByteArray()));
    }

    private CompletableFuture<Boolean> hearNext() {
        return stream.receive()
                .thenCompose(message ->
                        message.isEmpty()
                                ? CompletableFuture.completedFuture(false)
                                : hear(message.get()));
    }

    private CompletableFuture<Boolean> hear(Message message) {
        if (!members.admits(stream.link().peer()) && ++strangersMessageCount > STRANGERS_MESSAGES) {
            return CompletableFuture.completedFuture(false);
        }
        MemberMessage heard;
        try {
            heard = MemberMessage.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            return CompletableFuture.completedFuture(false);
        }
        return switch (heard.getKindCase()) {
            case HELLO -> CompletableFuture.completedFuture(hearHello(heard.getHello()));
            case LIST_FOLLOWS -> hearList(message.body());
            case KIND_NOT_SET -> CompletableFuture.completedFuture(true);
        };
    }

    private boolean hearHello(Hello hello) {
        if (hello.getMesh().size() != Digest.SIZE_BYTES
                || !Digest.of(hello.getMesh().toByteArray()).equals(members.mesh().digest())) {
            return false;
        }
        if (hello.hasCertificate()) {
            members.present(stream.link().peer(), hello.getCertificate().toByteArray());
        }
        theirSequence = hello.getListSequence();
        long ours = members.membership().list().sequence();
        push();
        if (theirSequence > ours) {
            sayHello();
        }
        if (theirSequence >= ours) {
            agreed.complete(null);
        }
        return true;
    }

    private CompletableFuture<Boolean> hearList(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        SignedMembershipList list;
        try {
            list = SignedMembershipList.decode(bytes);
        } catch (MalformedRecordException malformed) {
            return CompletableFuture.completedFuture(false);
        }
        return members.adoptHeard(list)
                .thenApply(adopted -> {
                    sayHello();
                    return true;
                });
    }

    private void send(Message message) {
        stream.send(message)
                .whenComplete((sent, trouble) -> {
                    if (trouble != null) {
                        stream.reset();
                    }
                });
    }
}
