package io.shardmesh.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.crypto.Sha256;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.CacheInfo;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.Durability;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Labels;
import io.shardmesh.node.api.MemberInfo;
import io.shardmesh.node.api.MemberList;
import io.shardmesh.node.api.MeshSummary;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.NodeStats;
import io.shardmesh.node.api.NodeStatus;
import io.shardmesh.node.api.PeerConduct;
import io.shardmesh.node.api.PeerInfo;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.UpkeepReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * What people and programs see, as one text: a change of any word or field shows in its diff. After
 * a wanted change run with -Dshardmesh.rewrite=true and review the diff.
 */
final class RenderScenarioTest {
    private static final Path FILE = Path.of("src/test/resources/render/outcomes.txt");
    private static final VerifyingKey OWNER =
            SigningKey.generate(bytes -> java.util.Arrays.fill(bytes, (byte) 5)).verifyingKey();
    private static final PeerId PEER = PeerId.of(OWNER);
    private static final Multiaddr ADDRESS = Multiaddr.tcp("127.0.0.1", 40871);
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final Durability WHOLE = new Durability(new Scheme(4, 2), false, 6, 6, 2);
    private static final Durability DEGRADED = new Durability(new Scheme(4, 2), false, 5, 4, 0);
    private static final Durability INLINE = new Durability(new Scheme(1, 1), true, 1, 1, 0);

    private final List<String> transcript = new ArrayList<>();

    private void show(String title, List<String> text, Object json) {
        transcript.add("== " + title);
        transcript.addAll(text);
        transcript.add(json.toString());
    }

    private static MemberInfo member(String machine, boolean connected) {
        return new MemberInfo(
                PEER,
                OWNER,
                List.of("hold"),
                new Labels(Optional.of(machine), Optional.empty()),
                connected ? Optional.empty() : Optional.of(TIME),
                connected);
    }

    private static CatalogEntry entry(String name, Durability durability) {
        return new CatalogEntry(
                name,
                Sha256.hash(new byte[3]),
                2,
                List.of("a", "b"),
                new CatalogEntry.FileSummary(1_500_000, "text/plain", TIME, TIME, 3),
                durability,
                Optional.empty());
    }

    private void objects() {
        for (Durability durability : List.of(WHOLE, DEGRADED, INLINE)) {
            PutOutcome put =
                    new PutOutcome(
                            Sha256.hash(new byte[3]), durability, 7, 9, Duration.ofMillis(1234));
            show("put", Text.of(put), Json.of(put, "a \"name\""));
            CatalogEntry entry = entry("n\u001b[31mred\nline", durability);
            show("info", Text.info(entry), Json.of(entry));
        }
        show("list", Text.list(List.of(entry("b", WHOLE), entry("long name", INLINE))), "");
        GetOutcome get =
                new GetOutcome(
                        70_000,
                        80_000,
                        List.of(new GetOutcome.ShardProblem(3, PEER, "attic", "a wrong block")),
                        Duration.ofSeconds(2));
        show("get", Text.of(get, "out.bin"), Json.of(get, "shm1key", "out.bin"));
        Distribution distribution =
                new Distribution(
                        Sha256.hash(new byte[3]),
                        DEGRADED,
                        List.of(
                                new Distribution.Placement(0, PEER, "attic", true, true),
                                new Distribution.Placement(1, PEER, "cellar", true, false),
                                new Distribution.Placement(2, PEER, "shed", false, true)));
        show("distribution", Text.of(distribution), Json.of(distribution));
        HealthReport good = new HealthReport();
        good.add(entry("b", WHOLE), WHOLE);
        show("health", good.lines(), good.json());
        HealthReport bad = new HealthReport();
        bad.add(entry("b", WHOLE), WHOLE);
        bad.add(entry("n\u001b[31mred", WHOLE), DEGRADED);
        bad.add(entry("fewer", WHOLE), new Durability(new Scheme(4, 2), false, 5, 5, 1));
        bad.addUnknown(entry("small", INLINE));
        show("health", bad.lines(), bad.json());
    }

    private void mesh() {
        MemberList list =
                new MemberList(
                        Sha256.hash(new byte[1]),
                        "home",
                        4,
                        List.of(member("attic", true), member("cellar", false)));
        show("members", Text.of(list), Json.of(list));
        MeshSummary summary =
                new MeshSummary(Sha256.hash(new byte[1]), "home", 4, 2, member("attic", true));
        show("joined", Text.of(summary, "joined"), Json.of(summary));
        for (Optional<MeshSummary> in :
                List.of(Optional.of(summary), Optional.<MeshSummary>empty())) {
            NodeStatus status =
                    new NodeStatus(
                            PEER,
                            NodeMode.SERVICE,
                            in,
                            List.of(ADDRESS.withPeer(PEER)),
                            1,
                            Duration.ofSeconds(61));
            show("status", Text.of(status), Json.of(status));
        }
        NodeStats stats =
                stats(
                        new UpkeepReport(
                                new UpkeepReport.Repairs(1, 2_000, 3, 0, 0),
                                new UpkeepReport.Checks(4, 1, 0, 5_000, 0),
                                0,
                                6_000));
        show("stats", Text.of(stats), Json.of(stats));
        NodeStats wanting =
                stats(
                        new UpkeepReport(
                                new UpkeepReport.Repairs(0, 0, 0, 1, 2),
                                new UpkeepReport.Checks(0, 0, 3, 0, 4),
                                1,
                                0));
        show("stats, objects want parts", Text.of(wanting), Json.of(wanting));
        PeerInfo.Connected connected =
                new PeerInfo.Connected(
                        ADDRESS,
                        true,
                        Duration.ofSeconds(5),
                        Optional.of(Duration.ofMillis(3)),
                        2,
                        "x/1");
        List<PeerInfo> peers =
                List.of(
                        new PeerInfo(
                                PEER,
                                Optional.of(member("attic", true)),
                                Optional.of(connected),
                                Optional.of(
                                        new PeerConduct(
                                                Optional.of(Duration.ofMillis(4)),
                                                2 / 3.0,
                                                0.5,
                                                new PeerConduct.Audits(3, 0.25),
                                                PeerConduct.Asked.LAST)),
                                List.of(ADDRESS)),
                        new PeerInfo(
                                PEER,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of()));
        show("peers", Text.peers(peers, false), Json.peers(peers));
        show("peers --detailed", Text.peers(peers, true), "");
    }

    private void counts() {
        transcript.add("== counts");
        for (long count : List.of(0L, 1L, 2L)) {
            transcript.add(Text.plural(count, "names") + ", " + Text.plural(count, "copies"));
        }
        Distribution one =
                new Distribution(
                        Sha256.hash(new byte[3]),
                        INLINE,
                        List.of(new Distribution.Placement(0, PEER, "attic", true, true)));
        transcript.addAll(Text.of(one).reversed().subList(0, 2));
    }

    private void failures() {
        transcript.add("== failures");
        for (FailureKind kind : FailureKind.values()) {
            transcript.add(FailureText.of(new Failure(kind, "do", "thing", "a cause")));
        }
        transcript.add(FailureText.of(new Failure(FailureKind.NOT_FOUND, "find", "x", "unknown")));
        transcript.add(FailureText.of(new Failure(FailureKind.IN_USE, "listen on", "x", "taken")));
        for (String operation : List.of("listen on", "ask")) {
            transcript.add(
                    FailureText.of(new Failure(FailureKind.UNREACHABLE, operation, "x", "no")));
        }
        transcript.add(
                FailureText.of(new Failure(FailureKind.IO, "do", "", "two\nlines\u001b[2J")));
    }

    @Test
    void outcomes_areShownAsTheTranscriptSays() throws IOException {
        objects();
        mesh();
        counts();
        failures();
        String text = String.join("\n", transcript) + "\n";
        if (Boolean.getBoolean("shardmesh.rewrite")) {
            Files.createDirectories(FILE.resolveSibling(""));
            Files.writeString(FILE, text);
        }
        try (InputStream expected =
                RenderScenarioTest.class.getResourceAsStream("/render/outcomes.txt")) {
            assertEquals(
                    expected == null
                            ? ""
                            : new String(expected.readAllBytes(), StandardCharsets.UTF_8),
                    text);
        }
    }

    private static NodeStats stats(UpkeepReport upkeep) {
        return new NodeStats(
                3,
                4_000,
                new NodeStats.Held(5, 6, OptionalLong.of(7), 8),
                Optional.of(upkeep),
                Optional.of(new CacheInfo(11, 12, 13, 14)),
                9,
                10);
    }
}
