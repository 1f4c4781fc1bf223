package io.shardmesh.testing.fuzz;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.bundle.BundleIndex;
import io.shardmesh.node.bundle.BundledFile;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.mesh.Invite;
import io.shardmesh.node.mesh.InviteBook;
import io.shardmesh.node.mesh.Labels;
import io.shardmesh.node.mesh.RedeemAnswer;
import io.shardmesh.node.mesh.RedeemRequest;
import io.shardmesh.node.mesh.SignedMembershipList;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.reputation.SavedReputation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Inputs for what comes from files, from the control socket and from joiners. */
final class LocalSeeds {
    private static final String PEER = "12D3KooWA4Xop1JaT3MHxwYMkCepYsv4iPVopMXwCz5iHYdBfeSB";
    private static final String MEMBER =
            ("{\"peer\":\"%s\",\"owner\":\"%s\",\"roles\":[\"hold\"],"
                            + "\"labels\":{\"machine\":\"m1\"},\"connected\":true}")
                    .formatted(PEER, "11".repeat(32));
    private static final List<String> JSON =
            List.of(
                    "{\"type\":\"query\",\"tag\":\"a\",\"limit\":10,\"text\":\"\\u00e4\"}",
                    "{\"type\":\"join\",\"machine\":\"m1\",\"region\":\"eu\"}",
                    "{\"type\":\"put\",\"name\":\"n\",\"tags\":[\"t\"],\"readers\":[],\"scheme\":\"4+2\","
                            + "\"minMachines\":3,\"mediaType\":\"\",\"mode\":420,"
                            + "\"modified\":{\"seconds\":1,\"nanos\":2},\"expectedBytes\":7}",
                    "{\"type\":\"failed\",\"kind\":3,\"operation\":\"o\",\"subject\":\"s\",\"cause\":\"c\"}",
                    "{\"type\":\"ok\",\"peer\":\""
                            + PEER
                            + "\",\"mode\":\"service\","
                            + "\"listening\":[\"/ip4/127.0.0.1/tcp/1\"],"
                            + "\"connectedMemberCount\":3,\"upNanos\":5}",
                    "{\"type\":\"ok\",\"peers\":[{\"peer\":\"" + PEER + "\",\"addresses\":[]}]}",
                    "{\"type\":\"ok\",\"mesh\":\""
                            + "22".repeat(32)
                            + "\",\"name\":\"n\","
                            + "\"sequence\":1,\"members\":["
                            + MEMBER
                            + "]}",
                    "{\"type\":\"ok\",\"objectKey\":\""
                            + "33".repeat(32)
                            + "\",\"sizeBytes\":1,"
                            + "\"tookNanos\":9,\"problems\":[]}",
                    "{\"type\":\"retag\",\"changes\":[{\"key\":\""
                            + "33".repeat(32)
                            + "\",\"tags\":[\"t\"]}]}");

    private LocalSeeds() {}

    static List<byte[]> json() {
        List<byte[]> found = new ArrayList<>(Seeds.ascii(JSON.toArray(new String[0])));
        found.addAll(
                Seeds.ascii("{}", "{\"a\":[1,[2,{\"b\":null}],true,1.5,-9223372036854775808]}"));
        return found;
    }

    /** Lengths of head and body, the head, and a body of three bytes. */
    static List<byte[]> frames() {
        return json().stream()
                .map(head ->
                        ByteBuffer.allocate(2 * Integer.BYTES + head.length + 3)
                                .putInt(head.length)
                                .putInt(3)
                                .put(head)
                                .array())
                .toList();
    }

    /** Each message under the number of its codec. */
    static List<byte[]> messages() {
        List<byte[]> found = new ArrayList<>();
        for (int i = 0; i < JSON.size(); i++) {
            byte[] json = JSON.get(i).getBytes(StandardCharsets.UTF_8);
            found.add(ByteBuffer.allocate(1 + json.length).put((byte) i).put(json).array());
        }
        return found;
    }

    static List<byte[]> operations() {
        String time = "0000019bd1e8f000";
        String digest = "44".repeat(32);
        String text = "0003" + "616263";
        String holder =
                "01"
                        + "26"
                        + "00240801122003a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8";
        String put = digest + "0000000000001000" + time + time + "01" + text + "0000" + "01" + text;
        return List.of(
                Seeds.bytes(time + "03" + digest),
                Seeds.bytes(time + "02" + digest + "02" + text + text),
                Seeds.bytes(time + "01" + put + "00" + "0402" + "06" + "01" + holder),
                Seeds.bytes(time + "01" + put + "01" + "0101" + "02" + "00"),
                Seeds.bytes(
                        time
                                + "04"
                                + digest
                                + "0000000000001000"
                                + time
                                + "01"
                                + "00"
                                + "0402"
                                + "06"
                                + "01"
                                + holder),
                Seeds.bytes(
                        time
                                + "05"
                                + digest
                                + "00000007"
                                + "0000000000001000"
                                + "0000000000000100"
                                + digest
                                + "01a0"
                                + "0000000000000001"
                                + "00000002"
                                + text
                                + text
                                + "01"
                                + text),
                Seeds.bytes(time + "7f" + "0000"));
    }

    static List<byte[]> bundleIndexes() {
        Digest digest = Blake3.hash(new byte[1]);
        BundledFile.Facts facts = new BundledFile.Facts("text/plain", 0644, Instant.EPOCH);
        BundledFile first = new BundledFile("a/b", 0, 10, digest, facts);
        BundledFile second = new BundledFile("c", 10, 0, digest, facts);
        return List.of(
                new BundleIndex(List.of()).encode(),
                new BundleIndex(
                                List.of(
                                        new BundleIndex.Entry(first, true),
                                        new BundleIndex.Entry(second, false)))
                        .encode());
    }

    static List<byte[]> records(Path root, String target) throws IOException {
        Invite invite = invite(root);
        return switch (target) {
            case "invite-book" ->
                    List.of(
                            new InviteBook(invite.mesh(), List.of()).encode(),
                            new InviteBook(
                                            invite.mesh(),
                                            List.of(
                                                    new InviteBook.Entry(
                                                            invite.mesh().digest(),
                                                            invite.terms(),
                                                            java.util.Optional.of(peer(1))),
                                                    new InviteBook.Entry(
                                                            invite.mesh().digest(),
                                                            invite.terms(),
                                                            java.util.Optional.empty())))
                                    .encode());
            case "redeem-request" ->
                    List.of(
                            RedeemRequest.create(
                                            invite,
                                            new Labels("m1", "eu"),
                                            new ConnectionBinding(
                                                    peer(1), peer(2), part(), part(), part()),
                                            ChannelTargets.identity(3))
                                    .encode());
            default ->
                    List.of(
                            new RedeemAnswer.Refused(RedeemAnswer.Reason.FULL).encode(),
                            new RedeemAnswer.Welcome(list(root)).encode());
        };
    }

    static List<byte[]> reputations() {
        SavedReputation.Entry answering =
                new SavedReputation.Entry(peer(1), 1_500, 2_000, 500, 250, 3_000, 1, 0);
        SavedReputation.Entry silent =
                new SavedReputation.Entry(peer(2), 0, 0, 1_000, 0, 0, 0, 120);
        return List.of(
                SavedReputation.NONE.encode(),
                new SavedReputation(
                                Instant.ofEpochSecond(1_800_000_000), List.of(answering, silent))
                        .encode());
    }

    private static Bytes part() {
        return Bytes.of(new byte[ConnectionBinding.PART_BYTES]);
    }

    private static PeerId peer(int number) {
        return PeerId.of(ChannelTargets.identity(number).verifyingKey());
    }

    private static Invite invite(Path root) throws IOException {
        return Invite.parse(good(root, "record-invite.txt")).orElseThrow();
    }

    private static SignedMembershipList list(Path root) throws IOException {
        return SignedMembershipList.decode(Seeds.bytes(good(root, "record-membership-list.txt")));
    }

    private static String good(Path root, String file) throws IOException {
        Path path = root.resolve("node/src/test/resources/vectors").resolve(file);
        return Files.readAllLines(path).stream()
                .filter(line -> line.startsWith("good = "))
                .map(line -> line.substring("good = ".length()).strip())
                .findFirst()
                .orElseThrow();
    }
}
