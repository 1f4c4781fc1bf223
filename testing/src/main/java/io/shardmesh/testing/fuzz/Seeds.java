package io.shardmesh.testing.fuzz;

import com.google.protobuf.ByteString;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.multiformats.PublicKeys;
import io.shardmesh.libp2p.multiformats.Varint;
import io.shardmesh.libp2p.noise.NoiseHandshake;
import io.shardmesh.libp2p.noise.NoiseSession;
import io.shardmesh.libp2p.yamux.Yamux;
import io.shardmesh.libp2p.yamux.YamuxConfig;
import io.shardmesh.node.holder.proto.Fetch;
import io.shardmesh.node.holder.proto.GetReply;
import io.shardmesh.node.holder.proto.GetRequest;
import io.shardmesh.node.holder.proto.InlineReply;
import io.shardmesh.node.holder.proto.InlineRequest;
import io.shardmesh.node.holder.proto.Keep;
import io.shardmesh.node.holder.proto.Kept;
import io.shardmesh.node.holder.proto.NotHeld;
import io.shardmesh.node.holder.proto.PutReply;
import io.shardmesh.node.holder.proto.PutRequest;
import io.shardmesh.node.holder.proto.Reserve;
import io.shardmesh.node.holder.proto.Space;
import io.shardmesh.node.member.proto.Begin;
import io.shardmesh.node.member.proto.Hello;
import io.shardmesh.node.member.proto.InviteReply;
import io.shardmesh.node.member.proto.InviteRequest;
import io.shardmesh.node.member.proto.MemberMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Makes the stored inputs: what our encoders write, and the frozen vectors of the formats. */
final class Seeds {
    private static final Pattern HEX =
            Pattern.compile("(?<![0-9a-zA-Z])(?:[0-9a-f]{2}){2,}(?![0-9a-zA-Z])");
    private static final Pattern TEXT =
            Pattern.compile(
                    "(?:shm[i1][0-9a-z]+|/[!-~]+|1[0-9A-Za-z]{20,}|Qm[0-9A-Za-z]{40,}|baf[0-9a-z]+)");
    private static final int MAX_BYTES = 4096;
    private static final int MAX_COUNT = 48;
    private static final String LIBP2P = "libp2p/src/test/resources/vectors/";
    private static final String NODE = "node/src/test/resources/vectors/";

    private final Path root;

    Seeds(Path root) {
        this.root = root;
    }

    List<byte[]> of(String target) throws IOException {
        List<byte[]> found = new ArrayList<>(made(target));
        return found.stream().filter(one -> one.length <= MAX_BYTES).limit(MAX_COUNT).toList();
    }

    private List<byte[]> made(String target) throws IOException {
        return switch (target) {
            case "varint" ->
                    List.of(
                            varint(0),
                            varint(127),
                            varint(128),
                            varint(1L << 40),
                            varint(Long.MAX_VALUE));
            case "multiaddr" -> hex(LIBP2P + "multiaddrs.txt");
            case "multiaddr-text" -> text(LIBP2P + "multiaddrs.txt");
            case "peer-id" -> hex(LIBP2P + "peer-ids.txt");
            case "peer-id-text" -> text(LIBP2P + "peer-ids.txt");
            case "public-key" -> signatures();
            case "multistream-answer", "multistream-ask" -> negotiations();
            case "noise-answer", "noise-ask" -> handshakes();
            case "noise-payload" -> List.of(payload());
            case "noise-frames" -> List.of(frames());
            case "yamux-server", "yamux-client" -> yamux();
            case "identify", "identify-push" -> identify();
            case "peer-record", "signed-peer-record" -> hex(LIBP2P + "peer-records.txt");
            case "dht-request", "dht-reply", "dht-value-reply", "dht-provider-reply" ->
                    hex("dht/src/test/resources/vectors/messages.txt");
            case "dht-framing" -> framed(hex("dht/src/test/resources/vectors/messages.txt"));
            case "message-framing" ->
                    List.of(
                            bytes("03020102030405"),
                            bytes("0000"),
                            bytes("800100" + "00".repeat(128)));
            case "object-key-text" -> text(NODE + "object-key-text.txt");
            case "invite-text" -> text(NODE + "record-invite.txt");
            case "pack-entry" -> hex(NODE + "store-pack.txt");
            case "pack-payload" -> packPayloads();
            case "key-file" -> hex("crypto/src/test/resources/vectors/key-file.txt");
            case "byte-size" -> ascii("500GB", "1 GiB", "12", "0.5TB", "9223372036854775807");
            case "catalog-log-header", "catalog-log-frame" -> List.of(log());
            case "catalog-operation" -> LocalSeeds.operations();
            case "bundle-index" -> LocalSeeds.bundleIndexes();
            case "control-json" -> LocalSeeds.json();
            case "control-frame" -> LocalSeeds.frames();
            case "wrapped-key", "sealed-segment", "sealed-metadata", "block-path" ->
                    ObjectTargets.seeds(target);
            case "control-messages" -> LocalSeeds.messages();
            case "reputation" -> LocalSeeds.reputations();
            case "invite-book", "redeem-request", "redeem-answer" ->
                    LocalSeeds.records(root, target);
            case "manifest" -> {
                List<byte[]> both = new ArrayList<>(hex(NODE + "record-manifest.txt"));
                both.addAll(0, hex(NODE + "record-manifest-inline.txt").subList(0, 2));
                yield both;
            }
            default -> {
                List<byte[]> messages = protos(target);
                yield messages.isEmpty() ? hex(NODE + "record-" + target + ".txt") : messages;
            }
        };
    }

    /** Each kind of entry once: its number, then its payload. */
    private List<byte[]> packPayloads() throws IOException {
        byte[] pack = hex(NODE + "store-pack.txt").getLast();
        return List.of(
                entry(1, hex(NODE + "record-shard-record.txt").getFirst()),
                entry(2, Arrays.copyOfRange(pack, 74, 115)),
                entry(3, hex(NODE + "record-tombstone.txt").getFirst()),
                entry(4, Arrays.copyOfRange(pack, 131, 203)));
    }

    private static byte[] entry(int kind, byte[] payload) {
        return ByteBuffer.allocate(1 + payload.length).put((byte) kind).put(payload).array();
    }

    private static List<byte[]> protos(String target) {
        ByteString some = ByteString.copyFrom(new byte[32]);
        return switch (target) {
            case "member-message" ->
                    List.of(
                            MemberMessage.newBuilder()
                                    .setHello(
                                            Hello.newBuilder()
                                                    .setMesh(some)
                                                    .setListSequence(7)
                                                    .setListHash(some))
                                    .build()
                                    .toByteArray());
            case "invite-request" ->
                    List.of(
                            InviteRequest.newBuilder()
                                    .setBegin(Begin.newBuilder().setNonce(some))
                                    .build()
                                    .toByteArray());
            case "invite-reply" ->
                    List.of(
                            InviteReply.newBuilder().build().toByteArray(),
                            bytes("0a220a20" + "11".repeat(32)));
            case "put-request" ->
                    List.of(
                            PutRequest.newBuilder()
                                    .setReserve(Reserve.newBuilder().setIndex(3).setHeader(some))
                                    .build()
                                    .toByteArray());
            case "put-reply" ->
                    List.of(
                            PutReply.newBuilder()
                                    .setSpace(
                                            Space.newBuilder()
                                                    .setFreeBytes(1L << 40)
                                                    .setNonce(some))
                                    .build()
                                    .toByteArray());
            case "inline-request" ->
                    List.of(
                            InlineRequest.newBuilder()
                                    .setKeep(Keep.newBuilder().setNumber(3).setHeader(some))
                                    .build()
                                    .toByteArray());
            case "inline-reply" ->
                    List.of(
                            InlineReply.newBuilder()
                                    .setKept(Kept.newBuilder().setNumber(3).setClaim(some))
                                    .build()
                                    .toByteArray());
            case "get-request" ->
                    List.of(
                            GetRequest.newBuilder()
                                    .setFetch(Fetch.newBuilder())
                                    .build()
                                    .toByteArray(),
                            bytes("0a220a20" + "11".repeat(32)));
            case "get-reply" ->
                    List.of(
                            GetReply.newBuilder()
                                    .setNotHeld(NotHeld.newBuilder())
                                    .build()
                                    .toByteArray(),
                            bytes("0a220a20" + "11".repeat(32)));
            default -> List.of();
        };
    }

    private List<byte[]> hex(String file) throws IOException {
        return HEX.matcher(Files.readString(root.resolve(file)))
                .results()
                .map(match -> bytes(match.group()))
                .toList();
    }

    private List<byte[]> text(String file) throws IOException {
        return TEXT.matcher(Files.readString(root.resolve(file)))
                .results()
                .map(match -> match.group().getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private byte[] log() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (String line : Files.readAllLines(root.resolve(NODE + "catalog-log-1.txt"))) {
            if (line.startsWith("hex ")) {
                whole.writeBytes(bytes(line.substring("hex ".length()).strip()));
            }
        }
        return whole.toByteArray();
    }

    /** Lines of kind, key message, message and signature; the target wants key and signature. */
    private List<byte[]> signatures() throws IOException {
        List<byte[]> found = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve(LIBP2P + "signatures.txt"))) {
            String[] fields = line.split("\\|", -1);
            if (!line.startsWith("#") && fields.length > 4) {
                byte[] key = bytes(fields[2].strip());
                byte[] signature = bytes(fields[4].strip());
                found.add(
                        ByteBuffer.allocate(2 + key.length + signature.length)
                                .putShort((short) key.length)
                                .put(key)
                                .put(signature)
                                .array());
            }
        }
        return found;
    }

    private static List<byte[]> negotiations() {
        String header = "\u0013/multistream/1.0.0\n";
        return ascii(
                header + "\u0003/a\n",
                header + "\u0003/x\n\u0003/a\n",
                header + "\u0003na\n\u0003/b\n",
                header + "\u0003ls\n");
    }

    private static List<byte[]> handshakes() {
        try (NoiseHandshake one = ChannelTargets.initiator();
                NoiseHandshake two = ChannelTargets.responder()) {
            byte[] first = one.start();
            var answer = (NoiseHandshake.NeedMore) two.receive(ByteBuffer.wrap(first));
            var last = (NoiseHandshake.Complete) one.receive(ByteBuffer.wrap(answer.toSend()));
            last.session().close();
            ByteArrayOutputStream asking = new ByteArrayOutputStream();
            asking.writeBytes(first);
            asking.writeBytes(last.toSend());
            return List.of(asking.toByteArray(), answer.toSend(), first);
        }
    }

    private static byte[] payload() {
        byte[] signed = new byte[24 + 32];
        byte[] context = "noise-libp2p-static-key:".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(context, 0, signed, 0, context.length);
        byte[] key = PublicKeys.encode(ChannelTargets.identity(1).verifyingKey());
        byte[] signature = ChannelTargets.identity(1).sign(signed).bytes();
        return ByteBuffer.allocate(4 + key.length + signature.length + 17)
                .put((byte) 0x0a)
                .put((byte) key.length)
                .put(key)
                .put((byte) 0x12)
                .put((byte) signature.length)
                .put(signature)
                .put(bytes("220f120d2f79616d75782f312e302e3030"))
                .array();
    }

    private static byte[] frames() {
        ChannelTargets.Channel channel = ChannelTargets.Channel.make();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int size : new int[] {1, 100, 700}) {
            channel.asking()
                    .encrypt(
                            ByteBuffer.allocate(size),
                            ByteBuffer.allocate(NoiseSession.FRAME_BYTES),
                            frame -> {
                                byte[] copy = new byte[frame.remaining()];
                                frame.get(copy);
                                out.writeBytes(copy);
                            });
        }
        channel.asking().close();
        channel.answering().close();
        return out.toByteArray();
    }

    private static List<byte[]> yamux() {
        Yamux yamux = Yamux.create(true, YamuxConfig.DEFAULT);
        int stream = yamux.openStream();
        yamux.write(stream, ByteBuffer.wrap(new byte[40]));
        yamux.ping(7);
        yamux.closeWrite(stream);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        yamux.drainOutput(
                1 << 20,
                ByteBuffer.allocate(65_519),
                chunk -> {
                    byte[] copy = new byte[chunk.remaining()];
                    chunk.get(copy);
                    out.writeBytes(copy);
                },
                new NoListener());
        return List.of(
                out.toByteArray(),
                bytes(
                        "000100020000000100000000"
                                + "00000000000000010000000401020304"
                                + "000000040000000100000000"),
                bytes(
                        "000100010000000200000000"
                                + "000000010000000400000001ff"
                                + "000100080000000200000000"),
                bytes("000300000000000000000000" + "000200010000000000000001"));
    }

    static List<byte[]> identify() {
        PeerId peer = PeerId.of(ChannelTargets.identity(1).verifyingKey());
        byte[] key = PublicKeys.encode(ChannelTargets.identity(1).verifyingKey());
        byte[] address = Multiaddr.parse("/ip4/127.0.0.1/tcp/4001").bytes();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        field(out, 1, key);
        field(out, 2, address);
        field(out, 3, "/ipfs/ping/1.0.0".getBytes(StandardCharsets.US_ASCII));
        field(out, 4, address);
        field(out, 5, "ipfs/0.1.0".getBytes(StandardCharsets.US_ASCII));
        field(out, 6, ("agent of " + peer).getBytes(StandardCharsets.US_ASCII));
        return framed(List.of(out.toByteArray()));
    }

    static void field(ByteArrayOutputStream out, int number, byte[] value) {
        out.write(number << 3 | 2);
        out.writeBytes(Varint.encode(value.length));
        out.writeBytes(value);
    }

    private static List<byte[]> framed(List<byte[]> messages) {
        return messages.stream()
                .map(message -> {
                    byte[] length = Varint.encode(message.length);
                    return ByteBuffer.allocate(length.length + message.length)
                            .put(length)
                            .put(message)
                            .array();
                })
                .toList();
    }

    private static byte[] varint(long value) {
        return Varint.encode(value);
    }

    static List<byte[]> ascii(String... texts) {
        return List.of(texts).stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
