package io.shardmesh.testing.fuzz;

import static io.shardmesh.testing.fuzz.FuzzTarget.law;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.shardmesh.dht.FrameReader;
import io.shardmesh.dht.limits.ReplyLimits;
import io.shardmesh.dht.wire.DhtCodec;
import io.shardmesh.dht.wire.DhtRequest;
import io.shardmesh.dht.wire.MessageType;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.node.holder.proto.GetReply;
import io.shardmesh.node.holder.proto.GetRequest;
import io.shardmesh.node.holder.proto.InlineReply;
import io.shardmesh.node.holder.proto.InlineRequest;
import io.shardmesh.node.holder.proto.PutReply;
import io.shardmesh.node.holder.proto.PutRequest;
import io.shardmesh.node.member.proto.InviteReply;
import io.shardmesh.node.member.proto.InviteRequest;
import io.shardmesh.node.member.proto.MemberMessage;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Messages on streams: of the DHT and our own. */
final class MessageTargets {
    private static final MethodHandle NEW_FRAMING =
            Hidden.method("node.network.MessageFraming", "ofStranger");
    private static final MethodHandle READ_FRAMING =
            Hidden.method("node.network.MessageFraming", "read");

    private MessageTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                dht("dht-request", MessageTargets::request),
                dht("dht-reply", MessageTargets::reply),
                dht("dht-value-reply", in -> valueReply(in, MessageType.GET_VALUE)),
                dht("dht-provider-reply", in -> valueReply(in, MessageType.GET_PROVIDERS)),
                dht("dht-framing", MessageTargets::dhtFraming),
                new FuzzTarget(
                        "message-framing",
                        Set.of(Hidden.exception("node.network.MalformedMessageException")),
                        MessageTargets::framing),
                message("member-message", MemberMessage.parser()),
                message("invite-request", InviteRequest.parser()),
                message("invite-reply", InviteReply.parser()),
                message("put-request", PutRequest.parser()),
                message("put-reply", PutReply.parser()),
                message("inline-request", InlineRequest.parser()),
                message("inline-reply", InlineReply.parser()),
                message("get-request", GetRequest.parser()),
                message("get-reply", GetReply.parser()));
    }

    private static FuzzTarget dht(String name, FuzzTarget.Decoder decoder) {
        return new FuzzTarget(name, Set.of(MalformedException.class), decoder);
    }

    private static <T extends MessageLite> FuzzTarget message(String name, Parser<T> parser) {
        return new FuzzTarget(
                name,
                Set.of(InvalidProtocolBufferException.class),
                input -> {
                    T message = parser.parseFrom(input);
                    T again = parser.parseFrom(message.toByteArray());
                    law(again.equals(message), "the message comes back");
                    return true;
                });
    }

    private static boolean request(byte[] input) {
        return !(DhtCodec.decodeRequest(ByteBuffer.wrap(input), ReplyLimits.standard())
                instanceof DhtRequest.Unsupported);
    }

    private static boolean reply(byte[] input) {
        ReplyLimits limits = ReplyLimits.standard();
        var contacts = DhtCodec.decodeFindNodeReply(ByteBuffer.wrap(input), limits);
        law(contacts.size() <= limits.peerCount(), "bounded peers");
        var encoded = DhtCodec.findNodeReply(contacts);
        law(DhtCodec.decodeFindNodeReply(encoded, limits).equals(contacts), "peers come back");
        return true;
    }

    private static boolean valueReply(byte[] input, MessageType type) {
        DhtCodec.decodeReply(ByteBuffer.wrap(input), type, ReplyLimits.standard());
        return true;
    }

    private static boolean dhtFraming(byte[] input) {
        FrameReader reader = FrameReader.create();
        ByteBuffer in = ByteBuffer.wrap(input);
        boolean found = false;
        while (in.hasRemaining()) {
            found |= reader.read(in).isPresent();
        }
        return found;
    }

    private static boolean framing(byte[] input) throws Exception {
        Object framing = Hidden.call(NEW_FRAMING);
        ByteBuffer in = ByteBuffer.wrap(input);
        boolean found = false;
        while (in.hasRemaining()) {
            found |=
                    Hidden.call(READ_FRAMING, framing, in) instanceof Optional<?> one
                            && one.isPresent();
        }
        return found;
    }
}
