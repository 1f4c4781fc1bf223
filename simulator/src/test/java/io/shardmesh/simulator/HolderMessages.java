package io.shardmesh.simulator;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.holder.proto.Abort;
import io.shardmesh.node.holder.proto.AskSpace;
import io.shardmesh.node.holder.proto.BeginInline;
import io.shardmesh.node.holder.proto.Block;
import io.shardmesh.node.holder.proto.Commit;
import io.shardmesh.node.holder.proto.Committed;
import io.shardmesh.node.holder.proto.Fetch;
import io.shardmesh.node.holder.proto.GetReply;
import io.shardmesh.node.holder.proto.GetRequest;
import io.shardmesh.node.holder.proto.InlineReply;
import io.shardmesh.node.holder.proto.InlineRequest;
import io.shardmesh.node.holder.proto.Keep;
import io.shardmesh.node.holder.proto.Locate;
import io.shardmesh.node.holder.proto.Located;
import io.shardmesh.node.holder.proto.PutReply;
import io.shardmesh.node.holder.proto.PutRequest;
import io.shardmesh.node.holder.proto.Reserve;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.network.Link;
import io.shardmesh.node.network.LinkInfo;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.record.ObjectHeader;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Speaks to holders message by message, without the engine that members use. */
final class HolderMessages {
    private final SimulatedMesh mesh;

    HolderMessages(SimulatedMesh mesh) {
        this.mesh = mesh;
    }

    /** A message and the protocol that it belongs to. */
    record Question(String protocol, Message message) {}

    /**
     * Everything that can be said to a holder, by name, about an object that it holds; whatever a
     * member needs no answer of the holder for is genuine.
     */
    Map<String, Question> everything(Located held, int index, SigningKey owner) {
        Digest object = ObjectHeader.decode(held.getHeader().toByteArray()).objectKey();
        Map<String, Question> all = new LinkedHashMap<>();
        all.put("ask for space", put(PutRequest.newBuilder().setAskSpace(askSpace())));
        all.put("reserve", put(PutRequest.newBuilder().setReserve(reserve(owner))));
        all.put("block", block());
        all.put("commit", put(PutRequest.newBuilder().setCommit(commit(held))));
        all.put("abort", put(PutRequest.newBuilder().setAbort(Abort.getDefaultInstance())));
        all.put("claim to a putter", claimToPutter(held.getClaim(0)));
        all.put("begin small objects", inline(InlineRequest.newBuilder().setBegin(begin())));
        all.put("keep a small object", inline(InlineRequest.newBuilder().setKeep(keep(held))));
        all.put("locate", locate(object));
        all.put("fetch", fetch(object, index));
        all.put("claim to a reader", claimToReader(held));
        return all;
    }

    AskSpace askSpace() {
        byte[] nonce = mesh.randomSource().bytes(ConnectionBinding.PART_BYTES);
        return AskSpace.newBuilder().setNonce(ByteString.copyFrom(nonce)).build();
    }

    BeginInline begin() {
        byte[] nonce = mesh.randomSource().bytes(ConnectionBinding.PART_BYTES);
        return BeginInline.newBuilder().setNonce(ByteString.copyFrom(nonce)).build();
    }

    private static Keep keep(Located held) {
        return Keep.newBuilder()
                .setNumber(1)
                .setHeader(held.getHeader())
                .setManifest(held.getManifest())
                .setEnvelope(held.getEnvelope())
                .build();
    }

    /** Asks in the name of {@code owner}, with a proof that is none. */
    Reserve reserve(SigningKey owner) {
        ObjectHeader header =
                ObjectHeader.create(
                        new Scheme(2, 1), 1 << 20, owner.verifyingKey(), mesh.randomSource());
        return Reserve.newBuilder()
                .setHeader(ByteString.copyFrom(header.encode()))
                .setIndex(0)
                .setProof(ByteString.copyFrom(new byte[64]))
                .build();
    }

    private static Commit commit(Located held) {
        return Commit.newBuilder()
                .setManifest(held.getManifest())
                .setEnvelope(held.getEnvelope())
                .setLease(ByteString.EMPTY)
                .build();
    }

    private static Question block() {
        PutRequest request =
                PutRequest.newBuilder().setBlock(Block.newBuilder().setBlockIndex(0)).build();
        ByteBuffer body = ByteBuffer.allocate(1 << 20);
        return new Question(HolderProtocols.PUT, new Message(request.toByteArray(), body));
    }

    private static Question claimToPutter(ByteString claim) {
        PutReply reply =
                PutReply.newBuilder().setCommitted(Committed.newBuilder().setClaim(claim)).build();
        return new Question(HolderProtocols.PUT, Message.of(reply.toByteArray()));
    }

    private static Question claimToReader(Located held) {
        GetReply reply = GetReply.newBuilder().setLocated(held).build();
        return new Question(HolderProtocols.GET, Message.of(reply.toByteArray()));
    }

    static Question put(PutRequest.Builder request) {
        return new Question(HolderProtocols.PUT, Message.of(request.build().toByteArray()));
    }

    static Question inline(InlineRequest.Builder request) {
        return new Question(HolderProtocols.INLINE, Message.of(request.build().toByteArray()));
    }

    static Question locate(Digest object) {
        Locate locate =
                Locate.newBuilder().setObjectKey(ByteString.copyFrom(object.bytes())).build();
        return get(GetRequest.newBuilder().setLocate(locate));
    }

    static Question fetch(Digest object, int index) {
        Fetch fetch =
                Fetch.newBuilder()
                        .setObjectKey(ByteString.copyFrom(object.bytes()))
                        .setIndex(index)
                        .setBlockIndex(0)
                        .build();
        return get(GetRequest.newBuilder().setFetch(fetch));
    }

    private static Question get(GetRequest.Builder request) {
        return new Question(HolderProtocols.GET, Message.of(request.build().toByteArray()));
    }

    /** Sends the question as the first message of a stream of its own; the answer, or the end. */
    CompletableFuture<Message> ask(SimulatedNode asker, SimulatedNode holder, Question question) {
        MessageStream stream = open(asker, holder, question.protocol());
        CompletableFuture<Message> answer =
                stream.receive().thenApply(message -> message.orElseThrow());
        stream.send(question.message());
        return answer;
    }

    MessageStream open(SimulatedNode asker, SimulatedNode holder, String protocol) {
        mesh.await(asker.network().connect(holder.peer(), addresses(holder)));
        return mesh.await(asker.network().open(holder.peer(), protocol));
    }

    private static List<Multiaddr> addresses(SimulatedNode holder) {
        return List.of(Multiaddr.tcp(holder.host(), 4001));
    }

    /** What the holder says of the object to a member. */
    Located located(SimulatedNode member, SimulatedNode holder, Digest object) {
        return reply(mesh.await(ask(member, holder, locate(object)))).getLocated();
    }

    static GetReply reply(Message message) {
        try {
            return GetReply.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
        }
    }

    static PutReply putReply(Message message) {
        try {
            return PutReply.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
        }
    }

    static InlineReply inlineReply(Message message) {
        try {
            return InlineReply.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** The connections that {@code holder} has with the other. */
    Set<Long> links(SimulatedNode holder, SimulatedNode other) {
        return mesh.await(holder.network().links()).stream()
                .map(LinkInfo::link)
                .filter(link -> link.peer().equals(other.peer()))
                .map(Link::id)
                .collect(Collectors.toUnmodifiableSet());
    }
}
