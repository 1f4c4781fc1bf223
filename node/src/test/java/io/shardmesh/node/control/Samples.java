package io.shardmesh.node.control;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.Sha256;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.CacheInfo;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.DeleteOutcome;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.Durability;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Invitation;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.Labels;
import io.shardmesh.node.api.MemberInfo;
import io.shardmesh.node.api.MemberList;
import io.shardmesh.node.api.MeshSummary;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.NodeStats;
import io.shardmesh.node.api.NodeStatus;
import io.shardmesh.node.api.OrphanPage;
import io.shardmesh.node.api.OwnerQuota;
import io.shardmesh.node.api.PeerConduct;
import io.shardmesh.node.api.PeerInfo;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.api.RepairDepth;
import io.shardmesh.node.api.RepairOutcome;
import io.shardmesh.node.api.ShareOutcome;
import io.shardmesh.node.api.UpkeepReport;
import io.shardmesh.node.api.VerifyOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** One of each record, with every optional part once present and once not. */
final class Samples {
    private static final Random SEEDED = new Random(7);
    private static final RandomSource RANDOM = SEEDED::nextBytes;
    private static final VerifyingKey OWNER = SigningKey.generate(RANDOM).verifyingKey();
    static final PeerId PEER = PeerId.of(OWNER);
    private static final Instant TIME = Instant.ofEpochSecond(1_790_000_000L, 123_456_789);
    private static final Multiaddr ADDRESS = Multiaddr.tcp("127.0.0.1", 40871).withPeer(PEER);

    private Samples() {}

    static PutRequest putRequest(String name) {
        return new PutRequest(
                name,
                List.of("a", "b c"),
                List.of(ReadingKey.generate(RANDOM).publicKey()),
                new PutRequest.Spread(
                        Optional.of(new Scheme(4, 2)), OptionalInt.of(3), OptionalInt.of(1 << 15)),
                new PutRequest.FileFacts("text/plain", 0640, TIME, OptionalLong.of(12)));
    }

    static byte[] sharedKey() {
        byte[] secret = new byte[32];
        secret[31] = 9;
        return secret;
    }

    static ShareOutcome shared(Digest objectKey, int readerCount) {
        return new ShareOutcome(objectKey, readerCount, 5, 3, List.of(PEER));
    }

    static PutRequest barePutRequest() {
        return new PutRequest(
                "\u00e4 \"quoted\"\n",
                List.of(),
                List.of(),
                PutRequest.USUAL,
                new PutRequest.FileFacts("", 0, Instant.EPOCH, OptionalLong.empty()));
    }

    static GetOutcome.ShardProblem shardProblem() {
        return new GetOutcome.ShardProblem(3, PEER, "attic", "block 7 is not what it should be");
    }

    static Distribution distribution(Digest key) {
        return new Distribution(
                key,
                new Durability(new Scheme(3, 2), false, 4, 4, 1),
                List.of(
                        new Distribution.Placement(0, PEER, "attic", true, true),
                        new Distribution.Placement(1, PEER, "", false, false)));
    }

    static OrphanPage orphanPage(Duration leastAge, Optional<Digest> after) {
        Digest key = Sha256.hash(new byte[7]);
        Instant since = Instant.ofEpochMilli(5).plus(leastAge);
        return new OrphanPage(List.of(new OrphanPage.Orphan(key, 7, 6, since)), 9, 1, after);
    }

    static DeleteOutcome deleteOutcome(Digest key) {
        return new DeleteOutcome(key, 5, 1, 2, 9);
    }

    static VerifyOutcome verifyOutcome(Digest key) {
        return new VerifyOutcome(
                key, new Durability(new Scheme(3, 2), false, 4, 4, 1), List.of(shard()), 77);
    }

    private static VerifyOutcome.Shard shard() {
        return new VerifyOutcome.Shard(
                3, PEER, "attic", VerifyOutcome.State.DAMAGED, "block 7 is not what it should be");
    }

    static RepairOutcome repairOutcome(Digest key, RepairDepth depth) {
        return new RepairOutcome(
                key,
                Set.of(1, 3),
                List.of(shard()),
                List.of(new RepairOutcome.Rebuilt(1, PEER, "cellar")),
                1L << 40,
                List.of("asked for " + depth));
    }

    static CatalogEntry entry(String name) {
        return new CatalogEntry(
                name,
                Sha256.hash(name.getBytes(StandardCharsets.UTF_8)),
                2,
                List.of("t"),
                new CatalogEntry.FileSummary(1L << 40, "", TIME, TIME.plusSeconds(1), 2),
                new Durability(new Scheme(2, 1), true, 2, 2, 1),
                name.equals("b") ? Optional.of(place()) : Optional.empty());
    }

    private static CatalogEntry.BundlePlace place() {
        return new CatalogEntry.BundlePlace(
                Sha256.hash(new byte[] {1}),
                65_520,
                Sha256.hash(new byte[] {2}),
                0640,
                TIME.plusNanos(3));
    }

    static MemberInfo member(Optional<Instant> end) {
        return new MemberInfo(
                PEER,
                OWNER,
                List.of("hold", "client"),
                new Labels(Optional.of("attic"), Optional.empty()),
                end,
                true);
    }

    static MeshSummary mesh() {
        return new MeshSummary(Sha256.hash(new byte[1]), "home", 7, 3, member(Optional.empty()));
    }

    static MemberList members() {
        return new MemberList(
                Sha256.hash(new byte[1]),
                "home",
                7,
                List.of(member(Optional.empty()), member(Optional.of(TIME))));
    }

    static Invitation invitation(InviteRole role, Duration validFor) {
        return new Invitation("shminvite-abc", role, TIME.plus(validFor));
    }

    static NodeStatus status() {
        return new NodeStatus(
                PEER,
                NodeMode.SERVICE,
                Optional.of(mesh()),
                List.of(ADDRESS),
                2,
                Duration.ofSeconds(3));
    }

    static NodeStats stats() {
        return new NodeStats(
                1,
                2,
                new NodeStats.Held(3, 4, OptionalLong.empty(), 5),
                Optional.of(upkeep()),
                Optional.of(new CacheInfo(19, 20, 21, 22)),
                6,
                Long.MAX_VALUE);
    }

    static List<OwnerQuota> quotas() {
        return List.of(
                new OwnerQuota(OWNER, OptionalLong.of(9), OptionalLong.empty()),
                new OwnerQuota(OWNER, OptionalLong.empty(), OptionalLong.of(10)));
    }

    private static UpkeepReport upkeep() {
        return new UpkeepReport(
                new UpkeepReport.Repairs(7, 8, 9, 10, 11),
                new UpkeepReport.Checks(12, 13, 14, 15, 16),
                17,
                18);
    }

    static List<PeerInfo> peers() {
        PeerInfo.Connected known =
                new PeerInfo.Connected(
                        ADDRESS,
                        true,
                        Duration.ofSeconds(9),
                        Optional.of(Duration.ofNanos(1234)),
                        2,
                        "shardmesh/0.1.0");
        PeerInfo.Connected fresh =
                new PeerInfo.Connected(ADDRESS, false, Duration.ZERO, Optional.empty(), 0, "");
        return List.of(
                new PeerInfo(
                        PEER,
                        Optional.of(member(Optional.empty())),
                        Optional.of(known),
                        Optional.of(
                                new PeerConduct(
                                        Optional.of(Duration.ofNanos(5678)),
                                        0.75,
                                        0.5,
                                        new PeerConduct.Audits(1.5, 2.25),
                                        PeerConduct.Asked.PROBED)),
                        List.of(ADDRESS, ADDRESS.withoutPeer())),
                new PeerInfo(
                        PEER,
                        Optional.empty(),
                        Optional.of(fresh),
                        Optional.of(
                                new PeerConduct(
                                        Optional.empty(),
                                        1,
                                        0,
                                        new PeerConduct.Audits(0, 0),
                                        PeerConduct.Asked.YES)),
                        List.of()),
                new PeerInfo(
                        PEER, Optional.empty(), Optional.empty(), Optional.empty(), List.of()));
    }
}
