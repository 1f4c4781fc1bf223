package io.shardmesh.dht.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.limits.ReplyLimits;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.dht.wire.proto.DhtProto;
import io.shardmesh.libp2p.multiformats.MalformedException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Between the DHT's protobuf messages and our types. Messages come and go without their length
 * prefix; whoever reads the stream bounds that (see {@code dht.FrameReader}), and {@link
 * MessageScan} goes over every message before it is parsed. Unknown fields are skipped.
 */
public final class DhtCodec {
    private DhtCodec() {}

    /**
     * Reads a request; {@code message} keeps its position.
     *
     * @throws MalformedException when it is no DHT message, or lacks a fitting key or record
     */
    public static DhtRequest decodeRequest(ByteBuffer message, ReplyLimits limits) {
        DhtProto.Message parsed = parse(message);
        // A missing type reads as 0, which is PUT_VALUE: proto3 encoders leave zero out.
        int number = parsed.getType();
        Optional<MessageType> type = MessageType.of(number);
        if (type.isEmpty()) {
            return new DhtRequest.Unsupported(number);
        }
        return switch (type.get()) {
            case FIND_NODE -> new DhtRequest.FindNode(key(parsed));
            case GET_VALUE -> new DhtRequest.GetValue(key(parsed));
            case PUT_VALUE ->
                    new DhtRequest.PutValue(
                            key(parsed), record(parsed).orElseThrow(DhtCodec::noRecord));
            case ADD_PROVIDER ->
                    new DhtRequest.AddProvider(
                            ContentKeys.of(parsed.getKey().toByteArray()),
                            PeerCodec.decode(parsed.getProviderPeersList(), limits));
            case GET_PROVIDERS ->
                    new DhtRequest.GetProviders(ContentKeys.of(parsed.getKey().toByteArray()));
            case PING -> new DhtRequest.Ping(message.slice());
        };
    }

    /** A FIND_NODE request for {@code key}. */
    public static ByteBuffer findNode(Key key) {
        return encode(message(MessageType.FIND_NODE, key));
    }

    /** A GET_VALUE request for {@code key}. */
    public static ByteBuffer getValue(Key key) {
        return encode(message(MessageType.GET_VALUE, key));
    }

    /** A GET_PROVIDERS request for {@code key}. */
    public static ByteBuffer getProviders(Key key) {
        return encode(message(MessageType.GET_PROVIDERS, key));
    }

    /** A PUT_VALUE request, which is also its own reply. */
    public static ByteBuffer putValue(DhtRecord record) {
        return encode(message(MessageType.PUT_VALUE, record.key()).setRecord(encode(record)));
    }

    /** An ADD_PROVIDER request: {@code provider} says of itself that it has the content. */
    public static ByteBuffer addProvider(Key key, Contact provider) {
        return encode(
                message(MessageType.ADD_PROVIDER, key)
                        .addProviderPeers(PeerCodec.encode(provider)));
    }

    /** The reply to a FIND_NODE: {@code closer} in this order. */
    public static ByteBuffer findNodeReply(List<Contact> closer) {
        return reply(MessageType.FIND_NODE, DhtReply.ofCloser(closer));
    }

    /** A reply of this type. */
    public static ByteBuffer reply(MessageType type, DhtReply reply) {
        DhtProto.Message.Builder message = DhtProto.Message.newBuilder().setType(type.number());
        reply.record().ifPresent(record -> message.setRecord(encode(record)));
        reply.closer().forEach(contact -> message.addCloserPeers(PeerCodec.encode(contact)));
        reply.providers().forEach(contact -> message.addProviderPeers(PeerCodec.encode(contact)));
        return encode(message);
    }

    /**
     * Reads the reply to a request of this type; {@code message} keeps its position.
     *
     * @throws MalformedException when it is no DHT message or one of another type
     */
    public static DhtReply decodeReply(ByteBuffer message, MessageType type, ReplyLimits limits) {
        DhtProto.Message parsed = parse(message);
        if (parsed.getType() != type.number()) {
            throw new MalformedException("reply to " + type + " has type " + parsed.getType());
        }
        return new DhtReply(
                record(parsed),
                PeerCodec.decode(parsed.getCloserPeersList(), limits),
                PeerCodec.decode(parsed.getProviderPeersList(), limits));
    }

    /**
     * Reads the reply to a FIND_NODE: readable peers, also those without an address, each id once.
     *
     * @throws MalformedException when it is no DHT message or one of another type
     */
    public static List<Contact> decodeFindNodeReply(ByteBuffer message, ReplyLimits limits) {
        return decodeReply(message, MessageType.FIND_NODE, limits).closer();
    }

    private static DhtProto.Message.Builder message(MessageType type, Key key) {
        return DhtProto.Message.newBuilder()
                .setType(type.number())
                .setKey(ByteString.copyFrom(key.bytes()));
    }

    private static Key key(DhtProto.Message message) {
        return Key.of(message.getKey().toByteArray());
    }

    private static MalformedException noRecord() {
        return new MalformedException("PUT_VALUE without a record");
    }

    private static Optional<DhtRecord> record(DhtProto.Message message) {
        if (!message.hasRecord()) {
            return Optional.empty();
        }
        DhtProto.Record record = message.getRecord();
        // An empty time is how some peers write "none".
        Optional<String> time =
                Optional.of(record.getTimeReceived()).filter(text -> !text.isEmpty());
        return Optional.of(
                DhtRecord.of(
                        Key.of(record.getKey().toByteArray()),
                        record.getValue().toByteArray(),
                        time));
    }

    private static DhtProto.Record encode(DhtRecord record) {
        DhtProto.Record.Builder encoded =
                DhtProto.Record.newBuilder()
                        .setKey(ByteString.copyFrom(record.key().bytes()))
                        .setValue(ByteString.copyFrom(record.value()));
        record.timeReceived().ifPresent(encoded::setTimeReceived);
        return encoded.build();
    }

    private static ByteBuffer encode(DhtProto.Message.Builder message) {
        return ByteBuffer.wrap(message.build().toByteArray());
    }

    private static DhtProto.Message parse(ByteBuffer message) {
        MessageScan.check(message);
        try {
            return DhtProto.Message.parseFrom(message.duplicate());
        } catch (InvalidProtocolBufferException cause) {
            throw new MalformedException("not a DHT message", cause);
        }
    }
}
